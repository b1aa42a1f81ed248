using System.Collections.Immutable;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>Where a machine goes back to, and how.</summary>
internal static class RevertRule
{
    /// <summary>Decides on a request to revert.</summary>
    /// <param name="state">The machine's state; no revert is underway.</param>
    /// <param name="request">From where, and to where if that is said.</param>
    /// <param name="pathsOf">The paths that a release places.</param>
    public static Decision Decide(AgentState state, Revert request, Func<string, ImmutableArray<string>> pathsOf)
    {
        if (request.Reason.Length > LockRule.MaximumTextLength)
            return new Refuse(new Refusal(
                Refused.Types.Code.BadRequest, $"a reason has at most {LockRule.MaximumTextLength} characters"));
        long from = (long)request.FromGeneration;
        long to = request.ToGeneration > 0 ? (long)request.ToGeneration : Default(state);
        if (from != state.Generation)
        {
            // The same request again, after it was carried out and its answer was lost.
            return from > state.Generation && from <= state.Highest && to >= state.Generation
                ? new NothingToDo()
                : new Refuse(new Refusal(
                    Refused.Types.Code.NotCurrent, $"generation {from} is not in force: the machine is at {state.Generation}")
                {
                    Generation = state.Generation,
                    Highest = state.Highest,
                });
        }

        if (from == 0 || to >= from)
            return new Refuse(new Refusal(
                Refused.Types.Code.NothingToRevert,
                from == 0 ? "no generation was ever activated here" : $"generation {from} is the last good one; name an earlier one")
            {
                Generation = state.Generation,
            });
        if (to > 0 && state.Find(to) is null)
            return new Refuse(new Refusal(
                Refused.Types.Code.NothingToRevert, $"this machine does not remember generation {to}")
            {
                Generation = state.Generation,
            });
        return new Record(Begin(state, to, request.Reason, pathsOf));
    }

    /// <summary>Whether a generation must be taken back now, without anybody asking.</summary>
    /// <param name="state">The machine's state.</param>
    /// <param name="now">The instant.</param>
    public static bool IsDue(AgentState state, BootInstant now) =>
        state.Pending is { } pending && pending.Until.HasPassed(now);

    /// <summary>Whether a machine that has just started must take a generation back.</summary>
    public static bool IsDueAtStart(AgentState state) =>
        state.Pending is not null
        || state.Underway is { Kind: UndertakingKind.Activate } begun && begun.Steps.Any(step => step is ArmRevert);

    /// <summary>The way back from an unconfirmed generation, to the last one that was confirmed.</summary>
    public static RevertBegun Overdue(AgentState state, string reason, Func<string, ImmutableArray<string>> pathsOf) =>
        Begin(state, state.LastOf(ConfirmationLevel.Reachable), reason, pathsOf);

    /// <summary>The last stable generation before this one, else the last confirmed, else the state before the first.</summary>
    private static long Default(AgentState state)
    {
        GenerationRecord[] earlier = [.. state.History.Where(record => record.Number < state.Generation)];
        GenerationRecord? stable = earlier.LastOrDefault(record => record.Level == ConfirmationLevel.Stable);
        GenerationRecord? confirmed = earlier.LastOrDefault(record => record.Level == ConfirmationLevel.Reachable);
        return state.Current?.Level == ConfirmationLevel.Stable
            ? state.Generation
            : (stable ?? confirmed)?.Number ?? 0;
    }

    private static RevertBegun Begin(
        AgentState state, long to, string reason, Func<string, ImmutableArray<string>> pathsOf)
    {
        ImmutableArray<GenerationRecord> left = [.. state.History.Where(record => record.Number > to)];
        string release = state.Find(to)?.Release ?? "";
        return new RevertBegun(
            to,
            Steps(left, release),
            [.. state.Owned.Union(pathsOf(release), StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            reason);
    }

    /// <summary>The way back. Who was locked out is let in first; what must stop is stopped while its files are there.</summary>
    private static ImmutableArray<AgentStep> Steps(ImmutableArray<GenerationRecord> left, string release)
    {
        ImmutableArray<AgentStep>.Builder steps = ImmutableArray.CreateBuilder<AgentStep>();
        if (left.FirstOrDefault(record => record.RulesBefore.Length > 0) is { } firewall)
        {
            steps.Add(new SetBootRules(firewall.BootRulesBefore));
            steps.Add(new LoadRules(firewall.RulesBefore, ""));
        }

        ImmutableArray<ActOnUnit> back = UnitsBack(left);
        steps.AddRange(back.Where(act => act.Action is UnitAction.Stop or UnitAction.Disable));
        steps.Add(new UseRelease(release));
        steps.Add(new PlaceReleaseFiles(release));
        steps.Add(new ReloadManager());
        steps.AddRange(back.Where(act => act.Action is not (UnitAction.Stop or UnitAction.Disable)));
        return steps.ToImmutable();
    }

    private static ImmutableArray<ActOnUnit> UnitsBack(ImmutableArray<GenerationRecord> left)
    {
        ActOnUnit[] acted = [.. left.SelectMany(record => record.Acted)];
        ImmutableArray<ActOnUnit>.Builder back = ImmutableArray.CreateBuilder<ActOnUnit>();
        foreach (string unit in acted.Select(act => act.Unit).Distinct())
        {
            UnitAction[] done = [.. acted.Where(act => act.Unit == unit).Select(act => act.Action)];
            if (left.SelectMany(record => record.UnitsBefore).FirstOrDefault(seen => seen.Unit == unit) is not { } before)
                continue;
            if (done.Any(action => action is UnitAction.Enable or UnitAction.Disable))
                back.Add(new ActOnUnit(unit, before.IsEnabled ? UnitAction.Enable : UnitAction.Disable));
            if (done.Any(action => action is UnitAction.Start or UnitAction.Stop or UnitAction.Restart))
                back.Add(new ActOnUnit(unit, before.IsActive ? UnitAction.Restart : UnitAction.Stop));
            else if (done.Contains(UnitAction.Reload) && before.IsActive)
                back.Add(new ActOnUnit(unit, UnitAction.Reload));
        }

        return back.ToImmutable();
    }
}
