namespace PoolTopology.Orchestrator.Rollout;

/// <summary>Something that was seen and is not kept: a rollout that is taken up again looks anew.</summary>
/// <param name="At">When.</param>
/// <param name="Machine">Where.</param>
internal abstract record Sighting(DateTimeOffset At, string Machine);

/// <summary>A machine's health.</summary>
internal sealed record HealthSeen(DateTimeOffset At, string Machine, HealthSample Sample) : Sighting(At, Machine);

/// <summary>When the producer may be away.</summary>
internal sealed record WindowsSeen(DateTimeOffset At, string Machine, SlotWindows Windows) : Sighting(At, Machine);

/// <summary>A command did not work.</summary>
internal sealed record CommandFailed(DateTimeOffset At, string Machine, Failure Failure) : Sighting(At, Machine);
