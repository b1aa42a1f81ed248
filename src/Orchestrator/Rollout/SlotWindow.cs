namespace PoolTopology.Orchestrator.Rollout;

/// <summary>A stretch of time without a slot of the pool's own.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
internal sealed record SlotWindow(DateTimeOffset From, DateTimeOffset To);
