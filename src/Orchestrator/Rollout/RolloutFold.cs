using System.Collections.Immutable;
using PoolTopology.Orchestrator.Plan;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>What events make of a rollout.</summary>
/// <remarks>
/// Pure and total over the events that the decisions make: the journal of a rollout, applied in order, gives its state.
/// </remarks>
internal static class RolloutFold
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);

    /// <summary>The state of a rollout that has just begun.</summary>
    public static RolloutState Begin(string id, DeploymentPlan plan, RolloutBegun begun)
    {
        bool isUndo = begun.Purpose == RolloutPurpose.Undo;
        MachinePhase first = isUndo ? MachinePhase.Healthy : MachinePhase.Waiting;
        return new RolloutState(
            id, plan, begun.Purpose, isUndo ? RolloutPhase.Reverting : RolloutPhase.Forward,
            plan.Machines.ToImmutableSortedDictionary(
                change => change.Machine,
                change => new MachineProgress(change.Machine, first, begun.At) { IsChanged = isUndo },
                StringComparer.Ordinal))
        {
            Since = begun.At,
            ProgressAt = begun.At,
            WindowsWaived = begun.WindowsWaived,
        };
    }

    /// <summary>The state of a rollout from its journal; null where the journal does not begin one.</summary>
    public static RolloutState? Replay(string id, DeploymentPlan plan, IEnumerable<RolloutEvent> journal)
    {
        RolloutState? state = null;
        foreach (RolloutEvent happened in journal)
            state = state is null
                ? happened is RolloutBegun begun ? Begin(id, plan, begun) : null
                : Apply(state, happened);
        return state;
    }

    /// <summary>Applies an event.</summary>
    public static RolloutState Apply(RolloutState state, RolloutEvent happened) => happened switch
    {
        MachineEvent machine => ApplyTo(state, machine),
        RolloutTakenUp => TakeUp(state, happened.At),
        RolloutPaused => state with { IsPaused = true },
        RolloutContinued => state with { IsPaused = false, ProgressAt = happened.At },
        RolloutPromoted => Promote(state, happened.At),
        AbortAsked abort => state with
        {
            Abort = new Failure(FailureKind.Aborted, $"{abort.Who} aborted it{(abort.Reason.Length > 0 ? ": " : "")}{abort.Reason}"),
        },
        RevertBegun revert => state with { Phase = RolloutPhase.Reverting, Cause = revert.Cause, ProgressAt = revert.At },
        RolloutEnded ended => state with
        {
            Phase = RolloutPhase.Ended,
            Outcome = ended.Outcome,
            Cause = ended.Failure ?? state.Cause,
        },
        _ => state,
    };

    /// <summary>Takes something in that was seen.</summary>
    public static RolloutState Apply(RolloutState state, Sighting seen)
    {
        MachineProgress machine = state.Machines[seen.Machine];
        return seen switch
        {
            HealthSeen health => state.With(Look(state, machine, health)),
            WindowsSeen windows => state.With(machine with
            {
                Windows = windows.Windows, WindowsAt = windows.At, Attempts = 0, LastFailure = null,
            }),
            CommandFailed failed => state.With(machine with
            {
                Attempts = machine.Attempts + 1,
                LastFailure = failed.Failure,
                Trouble = failed.Failure.Sentence,
                NotBefore = failed.At + Pause(machine.Attempts),
                HealthySince = null,
            }),
            _ => state,
        };
    }

    private static RolloutState ApplyTo(RolloutState state, MachineEvent happened)
    {
        MachineProgress machine = state.Machines[happened.Machine];
        MachineProgress next = happened switch
        {
            MachineStaged => machine.To(MachinePhase.Staged, happened.At),
            ActivationBegun begun => machine.To(MachinePhase.Activating, happened.At) with
            {
                IsChanged = true, BegunAt = begun.At, GoBefore = begun.Before,
            },
            ActivationDeferred => machine.To(MachinePhase.Staged, happened.At) with
            {
                IsChanged = false, BegunAt = null, GoBefore = null,
            },
            MachineActivated { NeedsConfirmation: true } => machine.To(MachinePhase.Unconfirmed, happened.At),
            MachineActivated => machine.To(MachinePhase.Gating, happened.At),
            MachineConfirmed => machine.To(MachinePhase.Gating, happened.At),
            MachineHealthy => machine.To(MachinePhase.Healthy, happened.At),
            MachineVerified => machine.To(MachinePhase.Verified, happened.At),
            MachineStable => machine.To(MachinePhase.Stable, happened.At),
            MachineFailed failed => machine with { Failure = failed.Failure },
            MachineRevertBegun => machine.To(MachinePhase.Reverting, happened.At),
            MachineReverted => machine.To(MachinePhase.RevertGating, happened.At) with { IsChanged = false },
            MachineRestored restored => machine.To(MachinePhase.Restored, happened.At) with { Trouble = restored.Trouble },
            MachineStuck stuck => machine.To(MachinePhase.Stuck, happened.At) with { Trouble = stuck.Failure.Sentence },
            _ => machine,
        };
        return state.With(next) with { ProgressAt = happened.At };
    }

    private static MachineProgress Look(RolloutState state, MachineProgress machine, HealthSeen seen)
    {
        MachineChange change = state.Plan.ChangeOf(machine.Machine);
        HealthVerdict verdict = HealthGate.Judge(
            change, seen.Sample, machine.FirstSeen, ExpectationIn(machine.Phase), state.Plan.Policy.TipLagSlots);
        bool sameProcesses = machine.LastSeen is null || SameProcesses(machine.LastSeen, seen.Sample);
        bool isHealthy = verdict is HealthVerdict.Healthy;
        bool isHealthyStill = isHealthy && sameProcesses && machine.HealthySince is not null;
        return machine with
        {
            FirstSeen = machine.FirstSeen ?? seen.Sample,
            LastSeen = seen.Sample,
            LastSeenAt = seen.At,
            Attempts = 0,
            LastFailure = (verdict as HealthVerdict.Hopeless)?.Failure,
            HealthySince = isHealthyStill ? machine.HealthySince : isHealthy ? seen.At : null,
            FirstHealthy = isHealthyStill ? machine.FirstHealthy : isHealthy ? seen.Sample : null,
            Trouble = verdict switch
            {
                HealthVerdict.NotYet waits => waits.Sentence,
                HealthVerdict.Hopeless lost => lost.Failure.Sentence,
                _ => "",
            },
        };
    }

    /// <summary>Which expectation counts: at the end of a rollout more than along the way.</summary>
    private static Func<NodeChange, HealthExpectation> ExpectationIn(MachinePhase phase) =>
        phase == MachinePhase.Healthy ? node => node.Final : node => node.Expectation;

    private static bool SameProcesses(HealthSample before, HealthSample now) =>
        before.Nodes.All(old => now.Nodes.Any(node => node.Node == old.Node && node.SinceUnixMs == old.SinceUnixMs));

    private static RolloutState TakeUp(RolloutState state, DateTimeOffset at) => state with
    {
        Since = at,
        ProgressAt = at,
        Machines = state.Machines.ToImmutableSortedDictionary(
            pair => pair.Key,
            pair => pair.Value.To(pair.Value.Phase, at) with
            {
                IsPromoted = pair.Value.IsPromoted, Trouble = pair.Value.Trouble, BegunAt = null,
            },
            StringComparer.Ordinal),
    };

    private static RolloutState Promote(RolloutState state, DateTimeOffset at) => state with
    {
        IsPaused = false,
        ProgressAt = at,
        Machines = state.Machines.ToImmutableSortedDictionary(
            pair => pair.Key,
            pair => pair.Value with { IsPromoted = pair.Value.IsPromoted || pair.Value.Phase == MachinePhase.Gating },
            StringComparer.Ordinal),
    };

    private static TimeSpan Pause(int attempts)
    {
        TimeSpan pause = FirstRetry * Math.Pow(2, Math.Min(attempts, 5));
        return pause < LongestRetry ? pause : LongestRetry;
    }
}
