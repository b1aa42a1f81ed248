using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>The machine that the agent runs on, or an image of one below a folder.</summary>
internal sealed class PosixMachine : IMachine
{
    private static readonly TimeSpan TurnPoll = TimeSpan.FromMilliseconds(50);

    private readonly string _root;
    private readonly TimeProvider _time;
    private readonly string _bootId;

    private PosixMachine(string root, PosixCommands commands, MachineIdentity identity, TimeProvider time)
    {
        (_root, _time, Identity, Commands) = (root, time, identity, commands);
        Files = new PosixFiles(root);
        _bootId = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
    }

    /// <inheritdoc/>
    public IMachineFiles Files { get; }

    /// <inheritdoc/>
    public IMachineCommands Commands { get; }

    /// <inheritdoc/>
    public MachineIdentity Identity { get; }

    /// <inheritdoc/>
    public BootInstant Now => new(_bootId, double.Parse(
        File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public DateTimeOffset WallClock => _time.GetUtcNow();

    /// <inheritdoc/>
    public ClockQuality ClockQuality => PosixCalls.ReadClockQuality();

    /// <summary>Looks at the machine; changes nothing.</summary>
    /// <param name="root">Empty for the machine itself; else the folder that stands for <c>/</c>.</param>
    /// <param name="tools">Empty for the machine's own programs; else the folder that they are taken from.</param>
    /// <param name="time">Its clock.</param>
    public static PosixMachine Open(string root, string tools, TimeProvider time)
    {
        string self = Environment.ProcessPath ?? "pool";
        string image = root.Length == 0 ? "" : $" --root {root} --tools {tools}";
        string runtime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        MachineIdentity identity = new(
            ReadLine(root + "/etc/machine-id"),
            RuntimeInformation.OSArchitecture switch
            {
                Architecture.X64 => "x86_64",
                Architecture.Arm64 => "aarch64",
                Architecture other => other.ToString().ToLowerInvariant(),
            },
            ReadOperatingSystem(root + "/etc/os-release"),
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            SshConnection.Find(),
            $"{self} agent{image}",
            Directory.Exists(Path.Combine(runtime, "shared")) ? runtime : "",
            root.Length > 0 || Environment.IsPrivilegedProcess);
        return new PosixMachine(root, new PosixCommands(tools), identity, time);
    }

    /// <inheritdoc/>
    public async Task<IDisposable> TakeTurnAsync(MachineTurn turn, TimeSpan patience, CancellationToken cancellation)
    {
        string path = turn switch
        {
            MachineTurn.Change or MachineTurn.Hold => AgentPaths.ChangeTurn,
            MachineTurn.Witness => AgentPaths.WitnessTurn,
            _ => AgentPaths.StageTurn,
        };
        Files.MakeFolder(AgentPaths.State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        long start = _time.GetTimestamp();
        while (true)
        {
            if (TryLock(path, isShared: turn == MachineTurn.Hold) is { } taken)
                return taken;
            if (_time.GetElapsedTime(start) >= patience)
                throw new MachineFailure(
                    Refused.Types.Code.Busy,
                    $"another agent is at work on this machine for more than {patience.TotalSeconds:0} s");
            await Task.Delay(TurnPoll, _time, cancellation);
        }
    }

    private IDisposable? TryLock(string path, bool isShared)
    {
        try
        {
            return PosixCalls.TryLock(_root + path, isShared);
        }
        catch (IOException refused)
        {
            throw new MachineFailure(Refused.Types.Code.FileFailed, $"{path}: {refused.Message}", refused);
        }
    }

    private static string ReadLine(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";

    private static string ReadOperatingSystem(string path) => File.Exists(path)
        ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?
            ["PRETTY_NAME=".Length..].Trim('"') ?? ""
        : "";
}
