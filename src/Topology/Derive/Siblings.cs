using System.Runtime.CompilerServices;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Derive;

/// <summary>Which of the other relays a relay keeps a connection to.</summary>
/// <remarks>
/// All of them, up to <see cref="MaxDirect"/>. Beyond, a node would run out of places for peers, so the relays stand in
/// a ring by name and each knows those at distances of powers of two in both directions: the choice is mutual, and any
/// two relays are at most log2 of their number apart.
/// </remarks>
internal static class Siblings
{
    /// <summary>As many siblings as a relay knows without any choice.</summary>
    public const int MaxDirect = 20;

    // Sorted once for all relays of a pool.
    private static readonly ConditionalWeakTable<ValueList<RelayNode>, RelayNode[]> Rings = [];

    /// <summary>The siblings of a relay, sorted by name.</summary>
    public static IEnumerable<RelayNode> Of(TopologyDocument document, RelayNode relay)
    {
        RelayNode[] ring = Rings.GetValue(document.Relays, Ring);
        if (ring.Length - 1 <= MaxDirect)
            return ring.Where(other => other.Name != relay.Name);
        int at = Array.FindIndex(ring, other => other.Name == relay.Name);
        SortedSet<int> chosen = [];
        for (int distance = 1; distance <= ring.Length / 2; distance *= 2)
        {
            chosen.Add((at + distance) % ring.Length);
            chosen.Add((at + ring.Length - distance) % ring.Length);
        }
        return chosen.Select(index => ring[index]);
    }

    private static RelayNode[] Ring(ValueList<RelayNode> relays) =>
        [.. relays.OrderBy(relay => relay.Name, StringComparer.Ordinal)];

    /// <summary>The most siblings that a relay gets in a pool of so many relays.</summary>
    public static int MostFor(int relays)
    {
        if (relays - 1 <= MaxDirect)
            return Math.Max(0, relays - 1);
        int most = 0;
        for (int distance = 1; distance <= relays / 2; distance *= 2)
            most += 2;
        return most;
    }
}
