using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>What a journal entry does to the state.</summary>
internal static class JournalFold
{
    /// <summary>The state after an entry.</summary>
    /// <exception cref="InvalidOperationException">The entry cannot follow what was before.</exception>
    public static AgentState Apply(AgentState state, JournalEntry entry) => entry switch
    {
        Snapshot snapshot => snapshot.State,
        TokenSeen seen => state with { TokenSeen = Math.Max(state.TokenSeen, seen.Token) },
        LockTaken taken => state.With(taken.Anchor) with
        {
            Lock = taken.Lock,
            TokenSeen = Math.Max(state.TokenSeen, taken.Lock.Token),
        },
        LockGone gone => state.With(gone.Anchor) with { Lock = null },
        ActivationBegun begun => Begin(state, begun),
        RevertBegun back => state with
        {
            Underway = new Undertaking(
                UndertakingKind.Revert, back.To, state.Find(back.To)?.Release ?? "", back.Steps, [], back.Reason),
            Owned = back.Owned,
        },
        StepBegun begun => BeginStep(state, begun),
        StepDone done => FinishStep(state, done),
        ChangeDone done => Finish(state, done),
        GenerationConfirmed confirmed => Confirm(state, confirmed),
        _ => throw new InvalidOperationException($"no rule for {entry.GetType().Name}"),
    };

    private static AgentState Begin(AgentState state, ActivationBegun begun)
    {
        GenerationRecord record = begun.Record;
        ImmutableArray<GenerationRecord> history = state.Generation == record.Number
            ? state.History.SetItem(state.History.Length - 1, record)
            : state.History.Add(record);
        if (history.Length > AgentState.MaximumHistory)
            history = history.RemoveAt(0);
        return state with
        {
            History = history,
            Highest = Math.Max(state.Highest, record.Number),
            Underway = new Undertaking(
                UndertakingKind.Activate, record.Number, record.Release, begun.Steps, [], ""),
            Owned = begun.Owned,
            LastRevertReason = "",
        };
    }

    private static AgentState BeginStep(AgentState state, StepBegun begun)
    {
        Undertaking underway = Require(state, begun.Index);
        // A revert's own acts need no way back.
        return underway.Kind == UndertakingKind.Activate && underway.Steps[begun.Index] is ActOnUnit act
            ? WithCurrent(state, state.History[^1] with { Acted = AddOnce(state.History[^1].Acted, act) })
            : state;
    }

    private static AgentState FinishStep(AgentState state, StepDone done)
    {
        Undertaking underway = Require(state, done.Index);
        return state with
        {
            Underway = underway with { Done = [.. underway.Done.Append(done.Index).Distinct().Order()] },
            Pending = done.Pending ?? state.Pending,
        };
    }

    private static AgentState Finish(AgentState state, ChangeDone done)
    {
        Undertaking underway = state.Underway ?? throw new InvalidOperationException("nothing is underway");
        if (underway.Kind == UndertakingKind.Activate)
        {
            GenerationRecord record = state.History[^1];
            ConfirmationLevel level = record.Level > done.Level ? record.Level : done.Level;
            return WithCurrent(state, record with { Level = level }) with { Underway = null, Owned = done.Owned };
        }

        return state with
        {
            History = [.. state.History.Where(record => record.Number <= underway.Generation)],
            Underway = null,
            Pending = null,
            Owned = done.Owned,
            LastRevertReason = underway.Reason,
        };
    }

    private static AgentState Confirm(AgentState state, GenerationConfirmed confirmed)
    {
        GenerationRecord record = state.Current is { } current && current.Number == confirmed.Generation
            ? current
            : throw new InvalidOperationException($"generation {confirmed.Generation} is not in force");
        return WithCurrent(state, record with { Level = confirmed.Level }) with { Pending = null };
    }

    private static AgentState WithCurrent(AgentState state, GenerationRecord record) =>
        state with { History = state.History.SetItem(state.History.Length - 1, record) };

    private static ImmutableArray<ActOnUnit> AddOnce(ImmutableArray<ActOnUnit> acted, ActOnUnit act) =>
        acted.Contains(act) ? acted : acted.Add(act);

    private static Undertaking Require(AgentState state, int index) =>
        state.Underway is { } underway && index >= 0 && index < underway.Steps.Length
            ? underway
            : throw new InvalidOperationException($"no step {index} is underway");
}
