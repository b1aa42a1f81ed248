using System.Text.Json.Serialization;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>Something that happened in a rollout. What is durable is on disk before anything follows from it.</summary>
/// <param name="At">When, by the operator's clock.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RolloutBegun), "rollout_begun")]
[JsonDerivedType(typeof(RolloutTakenUp), "rollout_taken_up")]
[JsonDerivedType(typeof(MachineStaged), "machine_staged")]
[JsonDerivedType(typeof(ActivationBegun), "activation_begun")]
[JsonDerivedType(typeof(ActivationDeferred), "activation_deferred")]
[JsonDerivedType(typeof(MachineActivated), "machine_activated")]
[JsonDerivedType(typeof(MachineConfirmed), "machine_confirmed")]
[JsonDerivedType(typeof(MachineHealthy), "machine_healthy")]
[JsonDerivedType(typeof(MachineVerified), "machine_verified")]
[JsonDerivedType(typeof(MachineStable), "machine_stable")]
[JsonDerivedType(typeof(MachineFailed), "machine_failed")]
[JsonDerivedType(typeof(RolloutPaused), "rollout_paused")]
[JsonDerivedType(typeof(RolloutContinued), "rollout_continued")]
[JsonDerivedType(typeof(RolloutPromoted), "rollout_promoted")]
[JsonDerivedType(typeof(AbortAsked), "abort_asked")]
[JsonDerivedType(typeof(RevertBegun), "revert_begun")]
[JsonDerivedType(typeof(MachineRevertBegun), "machine_revert_begun")]
[JsonDerivedType(typeof(MachineReverted), "machine_reverted")]
[JsonDerivedType(typeof(MachineRestored), "machine_restored")]
[JsonDerivedType(typeof(MachineStuck), "machine_stuck")]
[JsonDerivedType(typeof(RolloutEnded), "rollout_ended")]
[JsonDerivedType(typeof(OperatorActed), "operator_acted")]
[JsonDerivedType(typeof(MachineRetired), "machine_retired")]
internal abstract record RolloutEvent(DateTimeOffset At);

/// <summary>An event about one machine.</summary>
/// <param name="At">When.</param>
/// <param name="Machine">Which.</param>
internal abstract record MachineEvent(DateTimeOffset At, string Machine) : RolloutEvent(At);

/// <summary>What a rollout is for.</summary>
internal enum RolloutPurpose
{
    /// <summary>To put a plan in force.</summary>
    Apply,

    /// <summary>To take a finished plan back.</summary>
    Undo,
}

/// <summary>It begins.</summary>
/// <param name="At">When.</param>
/// <param name="Purpose">What for.</param>
/// <param name="PlanId">The plan, by its hash.</param>
/// <param name="Who">Who began it.</param>
/// <param name="Reason">Why, in that person's words; may be empty.</param>
/// <param name="WindowsWaived">Why the producer's own slots do not matter this time; empty where they do.</param>
internal sealed record RolloutBegun(
    DateTimeOffset At, RolloutPurpose Purpose, string PlanId, string Who, string Reason, string WindowsWaived)
    : RolloutEvent(At)
{
    /// <summary>Machines that it goes on without; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Without { get; init; }
}

/// <summary>Another process carries it on. Clocks of deadlines start anew.</summary>
internal sealed record RolloutTakenUp(DateTimeOffset At, string Who) : RolloutEvent(At);

/// <summary>The release is on the machine.</summary>
internal sealed record MachineStaged(DateTimeOffset At, string Machine) : MachineEvent(At, Machine);

/// <summary>From now on the machine may have changed.</summary>
internal sealed record ActivationBegun(DateTimeOffset At, string Machine) : MachineEvent(At, Machine)
{
    /// <summary>The machine may not begin later: an own slot comes; null where none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Before { get; init; }
}

/// <summary>The machine was reached too late for its window and has not begun: it waits for another one.</summary>
internal sealed record ActivationDeferred(DateTimeOffset At, string Machine) : MachineEvent(At, Machine);

/// <summary>The new generation is in force.</summary>
/// <param name="At">When.</param>
/// <param name="Machine">Which machine.</param>
/// <param name="NeedsConfirmation">The machine takes it back by itself otherwise.</param>
internal sealed record MachineActivated(DateTimeOffset At, string Machine, bool NeedsConfirmation) : MachineEvent(At, Machine);

/// <summary>The machine was reached over a fresh connection.</summary>
internal sealed record MachineConfirmed(DateTimeOffset At, string Machine) : MachineEvent(At, Machine);

/// <summary>It was healthy for its hold time.</summary>
internal sealed record MachineHealthy(DateTimeOffset At, string Machine) : MachineEvent(At, Machine)
{
    /// <summary>From the decision to restart until it was seen healthy; null where nothing restarted or nobody saw it whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AwaySeconds { get; init; }
}

/// <summary>It is healthy after all others have moved.</summary>
internal sealed record MachineVerified(DateTimeOffset At, string Machine) : MachineEvent(At, Machine);

/// <summary>Reverts come back to here.</summary>
internal sealed record MachineStable(DateTimeOffset At, string Machine) : MachineEvent(At, Machine);

/// <summary>The rollout cannot go on because of this machine.</summary>
internal sealed record MachineFailed(DateTimeOffset At, string Machine, Failure Failure) : MachineEvent(At, Machine);

/// <summary>No further machine moves until somebody says so.</summary>
internal sealed record RolloutPaused(DateTimeOffset At, string Who, string Reason) : RolloutEvent(At);

/// <summary>Machines move again.</summary>
internal sealed record RolloutContinued(DateTimeOffset At, string Who) : RolloutEvent(At);

/// <summary>A person vouches for the machines that are healthy now: their hold time is over.</summary>
internal sealed record RolloutPromoted(DateTimeOffset At, string Who) : RolloutEvent(At);

/// <summary>A person wants everything back as it was.</summary>
internal sealed record AbortAsked(DateTimeOffset At, string Who, string Reason) : RolloutEvent(At);

/// <summary>What was changed is taken back.</summary>
internal sealed record RevertBegun(DateTimeOffset At, Failure Cause) : RolloutEvent(At);

/// <summary>From now on the machine may be back.</summary>
internal sealed record MachineRevertBegun(DateTimeOffset At, string Machine) : MachineEvent(At, Machine);

/// <summary>The earlier generation is in force.</summary>
internal sealed record MachineReverted(DateTimeOffset At, string Machine, long Generation) : MachineEvent(At, Machine);

/// <summary>The machine is done with.</summary>
/// <param name="At">When.</param>
/// <param name="Machine">Which.</param>
/// <param name="Trouble">Why it is not healthy all the same; empty where it is.</param>
internal sealed record MachineRestored(DateTimeOffset At, string Machine, string Trouble) : MachineEvent(At, Machine);

/// <summary>The machine could not be brought back.</summary>
internal sealed record MachineStuck(DateTimeOffset At, string Machine, Failure Failure) : MachineEvent(At, Machine);

/// <summary>A machine that left the topology file was shut down, says a person.</summary>
internal sealed record MachineRetired(DateTimeOffset At, string Machine, string Who, string Reason) : MachineEvent(At, Machine);

/// <summary>It is over.</summary>
internal sealed record RolloutEnded(DateTimeOffset At, RolloutOutcome Outcome, Failure? Failure) : RolloutEvent(At);

/// <summary>A person did something beside a rollout that must not be forgotten: broke a lock, gave one back.</summary>
internal sealed record OperatorActed(DateTimeOffset At, string Who, string What) : RolloutEvent(At);
