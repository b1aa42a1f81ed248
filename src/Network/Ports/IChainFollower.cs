using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Ports;

/// <summary>A read pointer on the local chain, moved by one downstream peer.</summary>
/// <remarks>
/// Used by one task at a time. After an intersection was found, the first update is a roll-backward to it.
/// Spec: network-spec, section "Chain-Sync mini-protocol", implementation of the chain producer.
/// </remarks>
public interface IChainFollower : IDisposable
{
    /// <summary>Moves to the first of the points that is on the chain.</summary>
    /// <remarks>Post: when no point is on the chain, <c>Point</c> is null and the follower has not moved.</remarks>
    (Point? Intersection, Tip Tip) FindIntersection(IReadOnlyList<Point> points);

    /// <summary>The next update, or null when the peer has all of the chain.</summary>
    ChainUpdate? TryNext();

    /// <summary>Waits for the next update.</summary>
    ValueTask<ChainUpdate> NextAsync(CancellationToken cancellation);
}
