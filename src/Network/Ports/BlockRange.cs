using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Ports;

/// <summary>Blocks to fetch: from one point to another, both included.</summary>
/// <param name="First">The first block.</param>
/// <param name="Last">The last block; the same as <paramref name="First"/> for one block.</param>
/// <param name="BlockCount">How many blocks the headers say there are; a peer that sends more or fewer is cut
/// off.</param>
/// <param name="SizeBytes">The sum of the sizes that the headers declare.</param>
/// <remarks>Pre: the counts are positive and within the two limits.</remarks>
public readonly record struct BlockRange(Point First, Point Last, int BlockCount, long SizeBytes)
{
    /// <summary>The most ranges that one peer is asked for at a time.</summary>
    /// <remarks>Spec: blockFetchPipeliningMax, ouroboros-network, Cardano/Network/NodeToNode.hs, July 2026.</remarks>
    public const int RangesInFlightMax = 100;

    /// <summary>The most bytes of a range, and of all ranges in flight with one peer.</summary>
    /// <remarks>
    /// Units: bytes. Two thirds of what may wait unread in block-fetch's ingress queue: blocks arrive as fast as the
    /// peer can send, and a queue that overflows closes the connection.
    /// </remarks>
    public const long SizeBytesMax = 14_000_000;
}
