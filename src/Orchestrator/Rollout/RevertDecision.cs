using PoolTopology.Orchestrator.Plan;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>The way back to the last stable release.</summary>
/// <remarks>
/// Machines that are broken go back at once, together. Those that serve follow one stage at a time, latest first, each
/// watched before the next, so that the way back does not cut the producer off either. A revert is not reverted: a
/// machine that does not come back is named, and the others go on.
/// </remarks>
internal static class RevertDecision
{
    private const int MaximumAttempts = 8;

    // A machine that was cut off, or starts anew, takes the change back by itself and then answers again: only one that
    // stays away needs a person.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Decides.</summary>
    public static RolloutDecision Decide(RolloutState state, DateTimeOffset now)
    {
        Wants wants = new(now);
        MachineProgress[] underway = [.. state.Machines.Values.Where(IsUnderway)];
        foreach (MachineProgress machine in underway)
            Advance(state, machine, wants);
        MachineProgress[] broken =
            [.. state.Machines.Values.Where(machine => machine.IsChanged && IsBroken(machine) && Rival(state, machine) is null or { Phase: MachinePhase.Stuck })];
        foreach (MachineProgress machine in broken)
            Begin(state, machine, wants, () => wants.Record(new MachineRevertBegun(now, machine.Machine)));
        if (underway.Length == 0 && broken.Length == 0)
            NextStage(state, wants);
        return wants.ToDecision();
    }

    private static bool IsUnderway(MachineProgress machine) =>
        machine.Phase is MachinePhase.Reverting or MachinePhase.RevertGating;

    /// <summary>It was changed and never got healthy, or stopped being so: there is nothing to lose.</summary>
    private static bool IsBroken(MachineProgress machine) =>
        machine.Phase is MachinePhase.Activating or MachinePhase.Unconfirmed or MachinePhase.Gating
        || (machine.Failure is not null && machine.Phase is MachinePhase.Healthy or MachinePhase.Verified);

    private static void Advance(RolloutState state, MachineProgress machine, Wants wants)
    {
        if (machine.Phase == MachinePhase.Reverting)
            RevertOne(state, machine, wants);
        else
            Gate(state, machine, wants);
    }

    private static void RevertOne(RolloutState state, MachineProgress machine, Wants wants)
    {
        bool isAway = machine.Attempts >= MaximumAttempts && wants.Now >= machine.Since + Patience;
        if (machine.LastFailure is { } failure && (!failure.IsTransient || isAway))
            wants.Record(new MachineStuck(wants.Now, machine.Machine, failure));
        else
        {
            // What is undone is stable itself: the last stable generation is not the one before.
            long to = state.Purpose == RolloutPurpose.Undo ? state.Plan.ChangeOf(machine.Machine).Base.Generation : 0;
            wants.Command(machine, new RolloutCommand.Revert(machine.Machine, state.Cause?.Sentence ?? "undone by an operator", to));
        }
    }

    private static void Gate(RolloutState state, MachineProgress machine, Wants wants)
    {
        MachineChange change = state.Plan.ChangeOf(machine.Machine);
        DateTimeOffset deadline = machine.Since + RolloutTimes.Deadline(state.Plan.Policy);
        if (change.IsNew || machine.HealthySince is not null)
            wants.Record(new MachineRestored(wants.Now, machine.Machine, ""));
        else if (wants.Now >= deadline)
            wants.Record(new MachineRestored(wants.Now, machine.Machine, machine.Trouble));
        else
        {
            DateTimeOffset next = machine.LastSeenAt is { } seen ? seen + RolloutTimes.LookEvery(state.Plan.Policy) : wants.Now;
            if (next <= wants.Now)
                wants.Command(machine, new RolloutCommand.Look(machine.Machine));
            else
                wants.WakeAt(next);
            wants.WakeAt(deadline);
        }
    }

    private static void NextStage(RolloutState state, Wants wants)
    {
        RolloutStage? stage = state.Plan.Stages.LastOrDefault(
            stage => stage.Machines.Any(name => IsLeft(state.Machines[name])));
        if (stage is null)
        {
            wants.Record(End(state, wants.Now));
            return;
        }

        foreach (MachineProgress machine in stage.Machines.Select(name => state.Machines[name]).Where(IsLeft))
            Begin(state, machine, wants, () => BeginOne(state, machine, wants));
    }

    /// <summary>Takes a machine back, unless there would then be two that forge with one key.</summary>
    private static void Begin(RolloutState state, MachineProgress machine, Wants wants, Action begin)
    {
        if (Rival(state, machine) is { } rival)
            wants.Record(new MachineStuck(wants.Now, machine.Machine, new Failure(
                FailureKind.Unsafe,
                $"{machine.Machine} was left as it is: {rival.Machine} could not be taken back and may forge; look at {rival.Machine} first")));
        else
            begin();
    }

    /// <summary>
    /// The machine that forges since the rollout and is not back yet, where this one has a producer too, which may have
    /// forged before it; null where there is none.
    /// </summary>
    private static MachineProgress? Rival(RolloutState state, MachineProgress machine) =>
        Holds(state, machine, node => node.Role == NodeRole.Producer)
            ? state.Machines.Values.FirstOrDefault(other =>
                other.Machine != machine.Machine && other.IsChanged && Holds(state, other, node => node.IsForger))
            : null;

    private static bool Holds(RolloutState state, MachineProgress machine, Func<NodeChange, bool> isMeant) =>
        state.Plan.ChangeOf(machine.Machine).Nodes.Any(isMeant);

    private static bool IsLeft(MachineProgress machine) => machine.IsChanged && machine.Phase != MachinePhase.Stuck;

    private static void BeginOne(RolloutState state, MachineProgress machine, Wants wants)
    {
        MachineChange change = state.Plan.ChangeOf(machine.Machine);
        bool mayGo = !change.NeedsWindow || state.WindowsWaived.Length > 0;
        if (mayGo)
            wants.Record(new MachineRevertBegun(wants.Now, machine.Machine));
        else
            WindowWait.Decide(
                state, machine, change, wants,
                _ => wants.Record(new MachineRevertBegun(wants.Now, machine.Machine)),
                failure => wants.Record(new MachineStuck(wants.Now, machine.Machine, failure)));
    }

    private static RolloutEnded End(RolloutState state, DateTimeOffset now)
    {
        if (state.Machines.Values.Any(machine => machine.Phase == MachinePhase.Stuck))
            return new RolloutEnded(now, RolloutOutcome.Partial, state.Cause);
        string[] ailing = [.. state.Machines.Values
            .Where(machine => machine.Phase == MachinePhase.Restored && machine.Trouble.Length > 0)
            .Select(machine => $"{machine.Machine} is back and not healthy: {machine.Trouble}")];
        if (ailing.Length > 0)
        {
            string why = state.Cause is { } cause ? $"{cause.Sentence}; " : "";
            return new RolloutEnded(
                now, RolloutOutcome.BackUnhealthy, new Failure(FailureKind.Unhealthy, $"{why}{string.Join("; ", ailing)}"));
        }

        return new RolloutEnded(now, state.Purpose == RolloutPurpose.Undo ? RolloutOutcome.Undone : RolloutOutcome.RolledBack, state.Cause);
    }
}
