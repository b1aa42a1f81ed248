using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>What follows from a rollout's state at a moment.</summary>
/// <param name="Events">To be recorded and applied first; while there are any, nothing else counts.</param>
/// <param name="Commands">What should be underway now, at most one for each machine.</param>
/// <param name="WakeAt">When to decide again if nothing happens before; null for never.</param>
internal sealed record RolloutDecision(
    ImmutableArray<RolloutEvent> Events, ImmutableArray<RolloutCommand> Commands, DateTimeOffset? WakeAt)
{
    /// <summary>Record these and decide again.</summary>
    public static RolloutDecision Record(params ImmutableArray<RolloutEvent> events) => new(events, [], null);
}
