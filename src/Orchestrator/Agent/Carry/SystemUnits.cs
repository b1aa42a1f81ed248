using System.Globalization;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Carry;

/// <summary>systemd's units, through systemctl.</summary>
internal sealed class SystemUnits(IMachineCommands commands)
{
    // A node may take its TimeoutStopSec, 300 s, to close its database.
    private static readonly TimeSpan ActionLimit = TimeSpan.FromSeconds(330);

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    private const string Properties =
        "Id,LoadState,ActiveState,SubState,UnitFileState,NRestarts,StateChangeTimestamp,MainPID,Result,NeedDaemonReload,Type";

    /// <summary>The command that says how units are.</summary>
    /// <remarks>UNIX seconds: the default form depends on the machine's time zone.</remarks>
    public static string[] Question(IReadOnlyList<string> units) =>
        ["systemctl", "show", "--timestamp=unix", $"--property={Properties}", "--", .. units];

    /// <summary>How units are, by name; a unit that systemd does not know is inactive.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> ShowAsync(
        IReadOnlyList<string> units, CancellationToken cancellation)
    {
        if (units.Count == 0)
            return [];
        string output = await MustAsync(Question(units), AnswerLimit, cancellation);
        IReadOnlyDictionary<string, string>[] shown =
            [.. output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        return shown.Length == units.Count
            ? shown
            : throw new MachineFailure(
                Refused.Types.Code.CommandFailed, $"systemctl show answered for {shown.Length} of {units.Count} units");
    }

    /// <summary>Whether units are active and enabled.</summary>
    public async Task<IReadOnlyList<UnitBefore>> LookAsync(IReadOnlyList<string> units, CancellationToken cancellation)
    {
        IReadOnlyList<IReadOnlyDictionary<string, string>> shown = await ShowAsync(units, cancellation);
        return
        [
            .. units.Zip(shown, (name, unit) => new UnitBefore(
                name,
                unit.GetValueOrDefault("ActiveState") is "active" or "reloading" or "activating",
                unit.GetValueOrDefault("UnitFileState") is "enabled" or "static")),
        ];
    }

    /// <summary>Whether systemd has read a unit as it is on disk.</summary>
    public async Task<bool> IsLoadedAsync(string unit, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> shown = (await ShowAsync([unit], cancellation))[0];
        return shown.GetValueOrDefault("LoadState") == "loaded" && shown.GetValueOrDefault("NeedDaemonReload") != "yes";
    }

    /// <summary>Makes systemd read its units again.</summary>
    public Task ReloadManagerAsync(CancellationToken cancellation) =>
        MustAsync(["systemctl", "daemon-reload"], ActionLimit, cancellation);

    /// <summary>Does something to a unit and waits for it; but not until a node is ready.</summary>
    /// <remarks>
    /// A unit that says itself when it is ready (Type=notify) may take an hour, or never get there. Whether it does is
    /// judged by whoever asked for the change, from outside. That it has stopped is waited for: until then systemd counts
    /// the restarts of the process before, and its successor would be taken for one that died.
    /// </remarks>
    public async Task ActAsync(ActOnUnit act, CancellationToken cancellation)
    {
        bool starts = act.Action is UnitAction.Start or UnitAction.Restart;
        bool announces = starts
            && (await ShowAsync([act.Unit], cancellation))[0].GetValueOrDefault("Type") == "notify";
        if (!announces)
        {
            await MustAsync(["systemctl", act.Verb, "--", act.Unit], ActionLimit, cancellation);
            return;
        }
        if (act.Action == UnitAction.Restart)
            await MustAsync(["systemctl", "stop", "--", act.Unit], ActionLimit, cancellation);
        await MustAsync(["systemctl", "--no-block", "start", "--", act.Unit], ActionLimit, cancellation);
    }

    /// <summary>
    /// Does something to a unit while the machine is starting: waiting would wait for the very start that waits for us.
    /// </summary>
    public async Task ActAtStartAsync(ActOnUnit act, CancellationToken cancellation)
    {
        string[] command = act.Action switch
        {
            UnitAction.Enable or UnitAction.Disable => ["systemctl", act.Verb, "--", act.Unit],
            UnitAction.Stop => ["systemctl", "--no-block", "stop", "--", act.Unit],
            UnitAction.Start or UnitAction.Restart => ["systemctl", "--no-block", "start", "--", act.Unit],
            // It has not read anything yet.
            _ => [],
        };
        if (command.Length > 0)
            await MustAsync(command, ActionLimit, cancellation);
    }

    /// <summary>Has systemd start a unit after a while, whatever becomes of this process.</summary>
    public Task StartLaterAsync(string alarm, string unit, int seconds, CancellationToken cancellation) =>
        MustAsync(
            [
                "systemd-run", "--quiet", "--collect", $"--unit={alarm}",
                string.Create(CultureInfo.InvariantCulture, $"--on-active={seconds}s"),
                "--timer-property=AccuracySec=100ms",
                "systemctl", "--no-block", "start", unit,
            ],
            AnswerLimit, cancellation);

    /// <summary>Calls such a start off. One that comes all the same finds nothing to do.</summary>
    public async Task CallOffAsync(string alarm, CancellationToken cancellation)
    {
        try
        {
            await commands.RunAsync(["systemctl", "stop", $"{alarm}.timer"], "", AnswerLimit, cancellation);
        }
        catch (MachineFailure)
        {
            // What was decided is in the journal, which the alarm reads before it does anything.
        }
    }

    private async Task<string> MustAsync(string[] command, TimeSpan limit, CancellationToken cancellation)
    {
        CommandOutcome outcome = await commands.RunAsync(command, "", limit, cancellation);
        return outcome.ExitCode == 0
            ? outcome.Output
            : throw new MachineFailure(
                Refused.Types.Code.CommandFailed,
                $"{string.Join(' ', command)}: exit code {outcome.ExitCode}: {outcome.Errors.Trim().ReplaceLineEndings(" ")}");
    }

    private static Dictionary<string, string> Parse(string block) =>
        block.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1]);
}
