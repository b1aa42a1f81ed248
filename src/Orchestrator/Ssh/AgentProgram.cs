namespace PoolTopology.Orchestrator.Ssh;

/// <summary>How the agent is found and started on a machine.</summary>
/// <param name="SourcePath">The program to bring there where it is missing; null where none can be brought.</param>
/// <param name="Sha256">Of its bytes: names its place there. Empty where none can be brought.</param>
/// <param name="Architecture">The processor that it is for, as <c>uname -m</c> says it; empty where that does not matter.</param>
/// <param name="Command">A command that starts the agent, in place of everything else; null for the usual way.</param>
internal sealed record AgentProgram(string? SourcePath, string Sha256, string Architecture, string? Command)
{
    private const string Folder = "/opt/pooltopology/agent";

    // Beside the one that is brought: for an operator whose pool is of another version.
    private const int Kept = 1;

    /// <summary>The script that starts the agent, as root, after the line that says that the session stands.</summary>
    public string StartScript => Command is not null
        ? RemoteScript.Of($"{RemoteScript.Begin}; {Command}")
        : RemoteScript.Of(
            (Sha256.Length > 0
                ? $"p={Place}; [ -x \"$p\" ] || exit {SshFailures.AgentMissing}; "
                : $"p=$(command -v pool) || exit {SshFailures.AgentMissing}; ")
            + $"{RemoteScript.MayBeRoot}; {RemoteScript.Begin}; exec $s \"$p\" agent");

    /// <summary>
    /// The script that takes the program on its input, compressed, and puts it at its place, whole or not at all. What an
    /// earlier one left behind and programs that nobody needs any more are removed.
    /// </summary>
    public string ReceiveScript => RemoteScript.Of(
        $"{RemoteScript.MayBeRoot}; {RemoteScript.Begin}; exec $s sh -c {SshArguments.ShellQuoted(Receive)}");

    private string Place => $"{Folder}/{Sha256}/pool";

    private string Receive => string.Join('\n',
    [
        Architecture.Length > 0 ? $"[ \"$(uname -m)\" = {Architecture} ] || {{ uname -m >&2; exit {SshFailures.WrongArchitecture}; }}" : ":",
        $"umask 022; mkdir -p {Folder}/{Sha256} || exit",
        $"find {Folder} -name 'pool.new.*' -mmin +60 -delete",
        $"n={Place}.new.$$; trap 'rm -f \"$n\"' EXIT; trap 'exit 1' HUP INT TERM PIPE",
        "gzip -dc >\"$n\" || exit",
        $"echo \"{Sha256}  $n\" | sha256sum -c --status - || {{ echo 'it did not arrive whole' >&2; exit 1; }}",
        $"chmod 755 \"$n\" && sync \"$n\" && mv -f \"$n\" {Place} || exit",
        // One that runs, or that a unit of systemd would run to take a change back, stays whatever its age.
        $"ls -1td {Folder}/*/ | tail -n +{Kept + 2} | while read -r d; do",
        "  grep -rqsF \"$d\" /etc/systemd/system /run/systemd/transient && continue",
        "  readlink /proc/[0-9]*/exe | grep -qF \"$d\" && continue",
        "  rm -rf \"$d\"",
        "done",
        "exit 0",
    ]);
}
