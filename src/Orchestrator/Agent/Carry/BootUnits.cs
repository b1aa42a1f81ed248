using System.Text;
using PoolTopology.Orchestrator.Agent.Machine;

namespace PoolTopology.Orchestrator.Agent.Carry;

/// <summary>The units that keep a machine reachable without any agent running.</summary>
/// <remarks>
/// The rule set that is loaded at the machine's start is always the confirmed one, by nft alone: a restart takes an
/// unconfirmed firewall back even if the agent's program is broken. Before sysinit.target, so that no node starts with
/// files that are about to be taken back.
/// </remarks>
internal static class BootUnits
{
    /// <summary>Takes an unconfirmed generation back when its time is over; started by the alarm.</summary>
    public const string Expire = "pooltopology-expire.service";

    private const string Firewall = "pooltopology-firewall.service";
    private const string AtStart = "pooltopology-at-start.service";

    private const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const string Wants = AgentPaths.Units + "/sysinit.target.wants";

    private static readonly string[] StartedWithMachine = [Firewall, AtStart];

    /// <summary>Writes what is missing or different.</summary>
    public static void Ensure(IMachineFiles files, MachineIdentity identity)
    {
        files.MakeFolder(Wants, FolderMode);
        foreach ((string name, string text) in Texts(identity))
            WholeFile.Write(files, $"{AgentPaths.Units}/{name}", Encoding.UTF8.GetBytes(text));
        foreach (string name in StartedWithMachine)
            WholeFile.PointLink(files, $"{Wants}/{name}", $"{AgentPaths.Units}/{name}");
    }

    /// <summary>Everything is in place.</summary>
    public static bool Hold(IMachineFiles files, MachineIdentity identity) =>
        Texts(identity).All(unit => HasText(files, $"{AgentPaths.Units}/{unit.Name}", unit.Text))
        && StartedWithMachine.All(name =>
            WholeFile.LinkTarget(files, $"{Wants}/{name}") == $"{AgentPaths.Units}/{name}");

    /// <summary>The units and their texts.</summary>
    public static IReadOnlyList<(string Name, string Text)> Texts(MachineIdentity identity) =>
    [
        (Firewall,
            $"""
            [Unit]
            Description=Firewall of the pool's machine, as it was last confirmed
            DefaultDependencies=no
            After=local-fs.target
            Before=network-pre.target sysinit.target {AtStart}
            Wants=network-pre.target
            ConditionPathExists={AgentPaths.BootRules}

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=nft -f {AgentPaths.BootRules}

            """),
        (AtStart,
            $"""
            [Unit]
            Description=Take back what was not confirmed before the machine went down
            DefaultDependencies=no
            After=local-fs.target {Firewall}
            Before=network-pre.target sysinit.target
            ConditionPathExists={AgentPaths.Journal}

            [Service]
            Type=oneshot
            ExecStart={identity.Program} expire --at-start
            TimeoutStartSec=60
            {Environment(identity)}
            """),
        (Expire,
            $"""
            [Unit]
            Description=Take back a generation that was not confirmed in time
            StartLimitIntervalSec=0

            [Service]
            Type=exec
            ExecStart={identity.Program} expire
            # Should the agent itself fail, the rules from before are loaded without it.
            ExecStopPost=/bin/sh -c 'test "$$SERVICE_RESULT" = success || nft -f {AgentPaths.FallbackRules}'
            Restart=on-failure
            RestartSec=2
            {Environment(identity)}
            """),
    ];

    private static string Environment(MachineIdentity identity) =>
        identity.RuntimeFolder.Length == 0
            ? "Environment=HOME=/root\n"
            : $"Environment=HOME=/root DOTNET_ROOT={identity.RuntimeFolder}\n";

    private static bool HasText(IMachineFiles files, string path, string text) =>
        files.Look(path) is { Kind: FileKind.File }
        && files.Read(path, MaximumUnitBytes) is { } bytes
        && Encoding.UTF8.GetString(bytes) == text;

    private const int MaximumUnitBytes = 64 * 1024;
}
