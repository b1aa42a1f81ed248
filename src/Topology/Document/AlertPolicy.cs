namespace PoolTopology.Topology.Document;

/// <summary>When a person is called.</summary>
/// <param name="KesPeriods">A producer's KES key has at most this many periods left.</param>
/// <param name="Silence">A node has adopted no block for this long.</param>
/// <param name="Divergence">The tips of the pool's own nodes are further apart than this many blocks.</param>
/// <param name="MissedSlots">A producer has missed at least this many slots within an hour.</param>
public sealed record AlertPolicy(int KesPeriods, TimeSpan Silence, int Divergence, int MissedSlots)
{
    /// <summary>Eight KES periods (12 days on mainnet), seven minutes, five blocks, one slot.</summary>
    public static readonly AlertPolicy Default = new(8, TimeSpan.FromMinutes(7), 5, 1);
}
