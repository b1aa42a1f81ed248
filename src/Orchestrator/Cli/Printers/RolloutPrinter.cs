using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>Tells how a rollout goes: lines for people, on a terminal with what each machine waits for; events for programs.</summary>
/// <param name="output">Where to.</param>
/// <param name="format">For whom.</param>
/// <param name="time">For seconds since the beginning.</param>
/// <param name="isTerminal">Whether lines may be rewritten.</param>
internal sealed class RolloutPrinter(TextWriter output, OutputFormat format, TimeProvider time, bool isTerminal) : IRolloutWatcher
{
    private const string EraseBelow = "\u001b[0J";
    private readonly long _begin = time.GetTimestamp();
    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);
    private int _liveLines;

    public void OnEvent(RolloutState state, RolloutEvent happened)
    {
        if (format != OutputFormat.Text)
        {
            output.Write(EventLine(state, happened) + "\n");
            output.Flush();
            return;
        }

        EraseLive();
        string machine = (happened as MachineEvent)?.Machine ?? "";
        output.Write($"{Elapsed()}  {machine,-12} {RolloutSentences.Of(happened)}\n");
        DrawLive(state);
        output.Flush();
    }

    public void OnSighting(RolloutState state, Sighting seen)
    {
        string trouble = state.Machines[seen.Machine].Trouble;
        bool isNews = _told.GetValueOrDefault(seen.Machine, "") != trouble;
        _told[seen.Machine] = trouble;
        if (format == OutputFormat.Text && isTerminal)
        {
            EraseLive();
            DrawLive(state);
        }
        else if (isNews && trouble.Length > 0 && format == OutputFormat.Text)
            output.Write($"{Elapsed()}  {seen.Machine,-12} … {trouble}\n");
        else if (isNews && format != OutputFormat.Text)
            output.Write(new JsonObject
            {
                ["type"] = "apply_progress", ["rollout"] = state.Id, ["machine"] = seen.Machine, ["waits_for"] = trouble,
            }.ToJsonString() + "\n");
        output.Flush();
    }

    /// <summary>An event as one line of JSON: terraform's word for its kind, then the event as the journal has it.</summary>
    private static string EventLine(RolloutState state, RolloutEvent happened)
    {
        JsonObject line = new() { ["type"] = Kind(happened), ["rollout"] = state.Id, ["generation"] = state.Plan.Generation };
        line["event"] = JsonNode.Parse(JsonSerializer.Serialize(happened, RolloutJson.Default.RolloutEvent));
        if (happened is RolloutEnded)
            line["exit_code"] = state.ExitCode;
        return line.ToJsonString();
    }

    private static string Kind(RolloutEvent happened) => happened switch
    {
        RolloutBegun or RolloutTakenUp => "apply_start",
        MachineFailed or MachineStuck or RevertBegun => "apply_errored",
        RolloutEnded => "apply_complete",
        _ => "apply_progress",
    };

    private void DrawLive(RolloutState state)
    {
        if (!isTerminal || state.Phase == RolloutPhase.Ended)
            return;
        foreach (MachineProgress machine in state.Machines.Values.Where(IsBusy).Take(20))
        {
            output.Write($"  {machine.Machine,-12} {machine.Phase.ToString().ToLowerInvariant(),-13} {machine.Trouble}\n");
            _liveLines++;
        }
    }

    private static bool IsBusy(MachineProgress machine) => machine.Phase is not (MachinePhase.Staged or MachinePhase.Stable
        or MachinePhase.Restored or MachinePhase.Stuck or MachinePhase.Verified);

    private void EraseLive()
    {
        if (_liveLines > 0)
            output.Write(string.Create(CultureInfo.InvariantCulture, $"\u001b[{_liveLines}A{EraseBelow}"));
        _liveLines = 0;
    }

    private string Elapsed() => string.Create(CultureInfo.InvariantCulture, $"{time.GetElapsedTime(_begin).TotalSeconds,7:0.0} s");
}
