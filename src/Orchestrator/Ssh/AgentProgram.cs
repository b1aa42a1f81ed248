namespace PoolTopology.Orchestrator.Ssh;

/// <summary>How the agent is found and started on a machine.</summary>
/// <param name="SourcePath">The program to bring there where it is missing; null where none can be brought.</param>
/// <param name="Sha256">Of its bytes: names its place there. Empty where none can be brought.</param>
/// <param name="Command">A command that starts the agent, in place of everything else; null for the usual way.</param>
internal sealed record AgentProgram(string? SourcePath, string Sha256, string? Command)
{
    private const string Folder = "/opt/pooltopology/agent";

    /// <summary>The script that starts the agent, as root. Runs under any POSIX shell.</summary>
    public string StartScript => Command ?? AsRoot(
        Sha256.Length > 0
            ? $"p={Place}; [ -x \"$p\" ] || exit {SshFailures.AgentMissing}; "
            : $"p=$(command -v pool) || exit {SshFailures.AgentMissing}; ",
        "\"$p\" agent");

    /// <summary>The script that takes the program on its input and puts it at its place, whole or not at all.</summary>
    public string ReceiveScript => AsRoot(
        "",
        $"sh -c 'umask 022; mkdir -p {Folder}/{Sha256} && cat > {Place}.new && echo \"{Sha256}  {Place}.new\" | sha256sum -c --quiet - "
            + $"&& chmod 755 {Place}.new && mv {Place}.new {Place}'");

    private string Place => $"{Folder}/{Sha256}/pool";

    private static string AsRoot(string before, string command) =>
        $"{before}if [ \"$(id -u)\" = 0 ]; then exec {command}; fi; "
        + $"sudo -n true 2>/dev/null || exit {SshFailures.NoSudo}; exec sudo -n {command}";
}
