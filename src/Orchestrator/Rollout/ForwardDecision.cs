using System.Globalization;
using PoolTopology.Orchestrator.Plan;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>The way forward: everything is staged, then stage after stage is activated, confirmed and watched.</summary>
internal static class ForwardDecision
{
    private const int MaximumAttempts = 4;

    /// <summary>Decides.</summary>
    public static RolloutDecision Decide(RolloutState state, DateTimeOffset now)
    {
        if (Stop(state) is { } cause)
            return GiveUp(state, cause, now);
        Wants wants = new(now);
        MachineProgress[] waiting = [.. state.Machines.Values.Where(machine => machine.Phase == MachinePhase.Waiting)];
        if (waiting.Length > 0)
        {
            foreach (MachineProgress machine in waiting)
                StageOne(machine, wants);
        }
        else if (CurrentStage(state) is { } stage)
        {
            foreach (string name in stage.Machines)
                Advance(state, stage, state.Machines[name], wants);
            if (wants.ToDecision().Events.IsEmpty)
                CheckProgress(state, stage, wants);
        }
        else
        {
            Finish(state, wants);
        }

        return wants.ToDecision();
    }

    /// <summary>The first stage that is not through; null where all are.</summary>
    public static RolloutStage? CurrentStage(RolloutState state) =>
        state.Plan.Stages.FirstOrDefault(stage => stage.Machines.Any(name => state.Machines[name].Phase < MachinePhase.Healthy));

    private static Failure? Stop(RolloutState state) =>
        state.Abort ?? state.Machines.Values.FirstOrDefault(machine => machine.Failure is not null)?.Failure;

    /// <summary>
    /// Nothing changed: it failed. A producer that may not move now: what is good stays. Else: everything goes back.
    /// </summary>
    private static RolloutDecision GiveUp(RolloutState state, Failure cause, DateTimeOffset now)
    {
        if (!state.HasChanged)
            return RolloutDecision.Record(new RolloutEnded(now, RolloutOutcome.Failed, cause));
        bool onlyUnsafe = cause.Kind == FailureKind.Unsafe
            && state.Machines.Values.Where(machine => machine.Failure is not null).All(machine => !machine.IsChanged);
        return RolloutDecision.Record(onlyUnsafe
            ? new RolloutEnded(now, RolloutOutcome.Held, cause)
            : new RevertBegun(now, cause));
    }

    private static void StageOne(MachineProgress machine, Wants wants)
    {
        if (!FailForGood(machine, wants))
            wants.Command(machine, new RolloutCommand.Stage(machine.Machine));
    }

    private static void Advance(RolloutState state, RolloutStage stage, MachineProgress machine, Wants wants)
    {
        switch (machine.Phase)
        {
            case MachinePhase.Staged:
                Activate(state, machine, wants);
                break;
            case MachinePhase.Activating:
                if (!FailForGood(machine, wants))
                    wants.Command(machine, new RolloutCommand.Activate(machine.Machine) { Before = machine.GoBefore });
                break;
            case MachinePhase.Unconfirmed:
                ConfirmOne(state, machine, wants);
                break;
            case MachinePhase.Gating:
                Gate(state, stage, machine, wants);
                break;
        }
    }

    private static void Activate(RolloutState state, MachineProgress machine, Wants wants)
    {
        if (state.IsPaused)
            return;
        MachineChange change = state.Plan.ChangeOf(machine.Machine);
        if (!change.NeedsWindow || state.WindowsWaived.Length > 0)
            wants.Record(new ActivationBegun(wants.Now, machine.Machine));
        else
            WindowWait.Decide(
                state, machine, change, wants,
                before => wants.Record(new ActivationBegun(wants.Now, machine.Machine) { Before = before }),
                failure => wants.Record(new MachineFailed(wants.Now, machine.Machine, failure)));
    }

    /// <summary>The machine counts its own time and takes the change back; we only have to be quick.</summary>
    private static void ConfirmOne(RolloutState state, MachineProgress machine, Wants wants)
    {
        DateTimeOffset end = machine.Since + TimeSpan.FromSeconds(state.Plan.ChangeOf(machine.Machine).ConfirmSeconds);
        if (machine.LastFailure is { IsTransient: false } refused)
            wants.Record(new MachineFailed(wants.Now, machine.Machine, refused));
        else if (wants.Now >= end)
            wants.Record(new MachineFailed(wants.Now, machine.Machine, new Failure(
                FailureKind.Unconfirmed,
                $"{machine.Machine} could not be reached anew after its firewall had changed; it takes the change back by itself"
                    + (machine.Trouble.Length > 0 ? $" ({machine.Trouble})" : ""))));
        else
        {
            wants.Command(machine, new RolloutCommand.Confirm(machine.Machine));
            wants.WakeAt(end);
        }
    }

    private static void Gate(RolloutState state, RolloutStage stage, MachineProgress machine, Wants wants)
    {
        DateTimeOffset deadline = machine.Since + RolloutTimes.Deadline(state.Plan.Policy) + TimeSpan.FromSeconds(stage.HoldSeconds);
        if (machine.LastFailure is { IsTransient: false } lost)
            wants.Record(new MachineFailed(wants.Now, machine.Machine, lost));
        else if (IsThrough(state, stage, machine, wants))
            wants.Record(new MachineHealthy(wants.Now, machine.Machine) { AwaySeconds = Away(state, machine) });
        else if (wants.Now >= deadline)
            wants.Record(new MachineFailed(wants.Now, machine.Machine, Late(state, machine)));
        else
        {
            LookAgain(state, machine, wants);
            wants.WakeAt(deadline);
        }
    }

    private static bool IsThrough(RolloutState state, RolloutStage stage, MachineProgress machine, Wants wants)
    {
        if (machine.HealthySince is not { } since || machine.LastSeen is not { } seen || machine.FirstHealthy is not { } first)
            return false;
        if (machine.IsPromoted)
            return true;
        DateTimeOffset end = since + TimeSpan.FromSeconds(stage.HoldSeconds);
        if (machine.LastSeenAt < end)
        {
            wants.WakeAt(end);
            return false;
        }

        return HealthGate.StandsStill(state.Plan.ChangeOf(machine.Machine), seen, first, state.Plan.Policy.TipLagSlots) is null;
    }

    /// <summary>An upper bound: a machine is looked at from time to time.</summary>
    private static double? Away(RolloutState state, MachineProgress machine) =>
        machine is { BegunAt: { } begun, HealthySince: { } healthy }
        && state.Plan.ChangeOf(machine.Machine).Nodes.Any(node => node.Interruption == Interruption.Restart)
            ? Math.Round((healthy - begun).TotalSeconds, 3)
            : null;

    private static Failure Late(RolloutState state, MachineProgress machine) => new(
        FailureKind.Unhealthy,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{machine.Machine} was not healthy for its hold time within {state.Plan.Policy.DeadlineSeconds} s: {Why(state, machine)}"));

    private static string Why(RolloutState state, MachineProgress machine)
    {
        if (machine.Trouble.Length > 0)
            return machine.Trouble;
        string? still = machine is { LastSeen: { } seen, FirstHealthy: { } first }
            ? HealthGate.StandsStill(state.Plan.ChangeOf(machine.Machine), seen, first, state.Plan.Policy.TipLagSlots)
            : null;
        return still ?? (machine.HealthySince is null ? "nothing was seen" : "it was healthy for too short a time");
    }

    private static void LookAgain(RolloutState state, MachineProgress machine, Wants wants)
    {
        DateTimeOffset next = machine.LastSeenAt is { } seen ? seen + RolloutTimes.LookEvery(state.Plan.Policy) : wants.Now;
        if (next > wants.Now)
            wants.WakeAt(next);
        else
            wants.Command(machine, new RolloutCommand.Look(machine.Machine));
    }

    private static void CheckProgress(RolloutState state, RolloutStage stage, Wants wants)
    {
        bool waitsForSomebody = state.IsPaused
            || stage.Machines.Any(name => state.Machines[name].Phase == MachinePhase.Staged);
        if (waitsForSomebody)
            return;
        DateTimeOffset end = state.ProgressAt + TimeSpan.FromSeconds(state.Plan.Policy.ProgressSeconds);
        if (wants.Now < end)
        {
            wants.WakeAt(end);
            return;
        }

        string slowest = stage.Machines.First(name => state.Machines[name].Phase < MachinePhase.Healthy);
        wants.Record(new MachineFailed(wants.Now, slowest, new Failure(
            FailureKind.NoProgress,
            string.Create(CultureInfo.InvariantCulture, $"nothing got further for {state.Plan.Policy.ProgressSeconds} s"))));
    }

    /// <summary>All have moved: the pool as a whole must be healthy, then every machine remembers this generation.</summary>
    private static void Finish(RolloutState state, Wants wants)
    {
        bool allVerified = state.Machines.Values.All(machine => machine.Phase >= MachinePhase.Verified);
        foreach (MachineProgress machine in state.Machines.Values)
        {
            if (machine.Phase == MachinePhase.Healthy)
                Verify(state, machine, wants);
            else if (machine.Phase == MachinePhase.Verified && allVerified)
                Mark(state, machine, wants);
        }

        if (state.Machines.Values.All(machine => machine.Phase == MachinePhase.Stable))
            wants.Record(new RolloutEnded(wants.Now, RolloutOutcome.Done, null));
    }

    private static void Verify(RolloutState state, MachineProgress machine, Wants wants)
    {
        DateTimeOffset end = state.ProgressAt + RolloutTimes.Deadline(state.Plan.Policy);
        if (machine.LastFailure is { IsTransient: false } lost)
            wants.Record(new MachineFailed(wants.Now, machine.Machine, lost));
        else if (machine.HealthySince is not null)
            wants.Record(new MachineVerified(wants.Now, machine.Machine));
        else if (wants.Now >= end)
            wants.Record(new MachineFailed(wants.Now, machine.Machine, Late(state, machine)));
        else
        {
            LookAgain(state, machine, wants);
            wants.WakeAt(end);
        }
    }

    private static void Mark(RolloutState state, MachineProgress machine, Wants wants)
    {
        DateTimeOffset end = state.ProgressAt + RolloutTimes.Deadline(state.Plan.Policy);
        if (machine.LastFailure is { IsTransient: false } || wants.Now >= end)
            wants.Record(new RolloutEnded(wants.Now, RolloutOutcome.Partial, new Failure(
                machine.LastFailure?.Kind ?? FailureKind.Unreachable,
                $"everything is in force and healthy, but {machine.Machine} could not be told so: {machine.Trouble}")));
        else
        {
            wants.Command(machine, new RolloutCommand.MarkStable(machine.Machine));
            wants.WakeAt(end);
        }
    }

    /// <summary>A command has failed in a way that trying again does not mend, or too often.</summary>
    private static bool FailForGood(MachineProgress machine, Wants wants)
    {
        if (machine.LastFailure is not { } failure || (failure.IsTransient && machine.Attempts < MaximumAttempts))
            return false;
        wants.Record(new MachineFailed(wants.Now, machine.Machine, failure));
        return true;
    }
}
