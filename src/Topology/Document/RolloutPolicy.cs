namespace PoolTopology.Topology.Document;

/// <summary>How changes reach the machines.</summary>
/// <param name="Canary">The relay that goes first, or null for the first relay of the file.</param>
/// <param name="Hold">How long a node must stay healthy before the next one moves.</param>
/// <param name="Deadline">How long a node may take to become healthy before the rollout is reverted.</param>
public sealed record RolloutPolicy(string? Canary, TimeSpan Hold, TimeSpan Deadline)
{
    /// <summary>The first relay goes first, two minutes of health, ten minutes to get there.</summary>
    public static readonly RolloutPolicy Default = new(null, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10));
}
