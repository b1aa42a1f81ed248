using System.Diagnostics;
using PoolTopology.TestKit;

namespace PoolTopology.Machines.Support;

/// <summary>Debian machines of <c>eng/machines/machines.sh</c>, booted for a test and removed after it.</summary>
internal sealed class MachineRun : IAsyncDisposable
{
    private static readonly string Script = Path.Combine(RepositoryRoot.Find(), "eng", "machines", "machines.sh");
    private readonly string _prefix;

    private MachineRun(string prefix, string folder) => (_prefix, Folder) = (prefix, folder);

    /// <summary>The run's folder: ssh_config, known_hosts, keys.</summary>
    public string Folder { get; }

    public string SshConfig => Path.Combine(Folder, "ssh_config");

    /// <summary>Why there can be no machines here, or null.</summary>
    public static string? SkipReason { get; } = FindReason();

    /// <summary>Boots machines; names are host names, with a disk's size after a colon where that matters.</summary>
    public static async Task<MachineRun> UpAsync(params string[] machines)
    {
        string prefix = $"t{Environment.ProcessId % 10_000_000}";
        Finished up = await ScriptAsync(Limits.Boot, ["up", prefix, .. machines]);
        return up.ExitCode == 0
            ? new MachineRun(prefix, up.Output.Trim())
            : throw new InvalidOperationException($"no machines: {up.All}");
    }

    /// <summary>A command on a machine, as root, over SSH.</summary>
    public Task<Finished> OnAsync(string machine, string command) =>
        ScriptAsync(Limits.Command, ["ssh", _prefix, machine, command]);

    /// <summary>The output of a command on a machine that must succeed.</summary>
    public async Task<string> AskAsync(string machine, string command)
    {
        Finished finished = await OnAsync(machine, command);
        return finished.ExitCode == 0
            ? finished.Output.Trim()
            : throw new InvalidOperationException($"{machine}: {command}: {finished.All}");
    }

    /// <summary>A command of this computer, from the operator's address.</summary>
    public Task<Finished> OperatorAsync(params IEnumerable<string> command) =>
        ScriptAsync(Limits.Apply, ["operator", _prefix, .. command]);

    /// <summary>A command of this computer, from a stranger's address.</summary>
    public Task<Finished> OutsiderAsync(params IEnumerable<string> command) =>
        ScriptAsync(Limits.Command, ["outsider", _prefix, .. command]);

    /// <summary>A program at the operator's address, which the caller ends.</summary>
    public Process StartOperator(params IEnumerable<string> command) =>
        Commands.Start(Script, ["operator", _prefix, .. command]);

    /// <summary>A program at a stranger's address, which the caller ends.</summary>
    public Process StartOutsider(params IEnumerable<string> command) =>
        Commands.Start(Script, ["outsider", _prefix, .. command]);

    public Task RebootAsync(string machine) => MustAsync("reboot", machine);

    public Task CutPowerAsync(string machine) => MustAsync("power-cut", machine);

    public Task PowerOnAsync(string machine) => MustAsync("power-on", machine);

    public async ValueTask DisposeAsync() => await ScriptAsync(Limits.Command, ["down", _prefix]);

    private async Task MustAsync(string verb, string machine)
    {
        Finished finished = await ScriptAsync(Limits.Boot, [verb, _prefix, machine]);
        if (finished.ExitCode != 0)
            throw new InvalidOperationException($"{verb} {machine}: {finished.All}");
    }

    private static Task<Finished> ScriptAsync(TimeSpan limit, IEnumerable<string> arguments) =>
        Commands.RunAsync(limit, Script, arguments);

    private static string? FindReason()
    {
        if (!OperatingSystem.IsLinux() || RepositoryRoot.TryFind() is null)
            return "machines need Linux and the repository's scripts";
        if (Environment.GetEnvironmentVariable("POOLTOPOLOGY_NO_MACHINES") is { Length: > 0 } reason)
            return reason;
        Finished check = Commands.RunAsync(Limits.Command, Script, ["check"]).GetAwaiter().GetResult();
        return check.ExitCode == 0 ? null : check.Errors.Trim();
    }
}
