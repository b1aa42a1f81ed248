namespace PoolTopology.Topology.Document;

/// <summary>How changes reach the machines.</summary>
/// <param name="Canary">The relay that goes first, or null for the first relay of the file.</param>
/// <param name="Batch">How many relays move at the same time after the canary.</param>
/// <param name="Hold">How long a node must stay healthy before the next one moves.</param>
/// <param name="Deadline">How long a node may take to become healthy before the rollout is reverted.</param>
/// <param name="Confirm">How long a firewall change stays without being confirmed before it reverts itself.</param>
public sealed record RolloutPolicy(
    string? Canary, int Batch, TimeSpan Hold, TimeSpan Deadline, TimeSpan Confirm)
{
    /// <summary>
    /// The first relay goes first, then one at a time; two minutes of health, ten minutes to get there, thirty seconds
    /// to confirm.
    /// </summary>
    public static readonly RolloutPolicy Default = new(
        null, 1, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30));
}
