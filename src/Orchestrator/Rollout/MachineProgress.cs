namespace PoolTopology.Orchestrator.Rollout;

/// <summary>How far a machine is, and what was seen there since.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Phase">How far.</param>
/// <param name="Since">Since when, or since the rollout was taken up.</param>
internal sealed record MachineProgress(string Machine, MachinePhase Phase, DateTimeOffset Since)
{
    /// <summary>Its change was begun and not taken back.</summary>
    public bool IsChanged { get; init; }

    /// <summary>When its change was begun; null where it was not, or where another process saw it.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>It may not begin later; null where it may.</summary>
    public DateTimeOffset? GoBefore { get; init; }

    /// <summary>Why it stops the rollout; null where it does not.</summary>
    public Failure? Failure { get; init; }

    /// <summary>A person ended its hold time.</summary>
    public bool IsPromoted { get; init; }

    /// <summary>What was seen first in this phase.</summary>
    public HealthSample? FirstSeen { get; init; }

    /// <summary>What was seen last.</summary>
    public HealthSample? LastSeen { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Since when it is healthy without a break; null where it is not.</summary>
    public DateTimeOffset? HealthySince { get; init; }

    /// <summary>What was seen when it became healthy; null where it is not.</summary>
    public HealthSample? FirstHealthy { get; init; }

    /// <summary>What was wrong last; empty where nothing was.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>When the producer may be away.</summary>
    public SlotWindows? Windows { get; init; }

    /// <summary>When it said so.</summary>
    public DateTimeOffset? WindowsAt { get; init; }

    /// <summary>How often the command of this phase has failed in a row.</summary>
    public int Attempts { get; init; }

    /// <summary>How it failed last.</summary>
    public Failure? LastFailure { get; init; }

    /// <summary>When it may be tried again.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>The same machine in its next phase; what was seen before does not count there.</summary>
    public MachineProgress To(MachinePhase phase, DateTimeOffset at) =>
        new(Machine, phase, at) { IsChanged = IsChanged, Failure = Failure, BegunAt = BegunAt, GoBefore = GoBefore };
}
