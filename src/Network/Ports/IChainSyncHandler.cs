using PoolTopology.Network.Connections;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Ports;

/// <summary>Takes in the chain of one upstream peer.</summary>
/// <remarks>
/// Called by one task, one call at a time; the next message is read when the call returns, so a slow handler holds the
/// peer back. A <see cref="Primitives.Cbor.CborException"/> thrown here is the peer's fault and closes its connection;
/// any other exception is our own and stops the host.
/// </remarks>
public interface IChainSyncHandler
{
    /// <summary>The height of the peer's chain as far as it was told: how near the peer's tip we are.</summary>
    BlockNo Height { get; }

    /// <summary>Points of our chain to intersect with, the best first, the origin last.</summary>
    /// <remarks>Pre: fewer than 1,000, so that the message stays below its limit.</remarks>
    ValueTask<IReadOnlyList<Point>> IntersectionPointsAsync(CancellationToken cancellation);

    /// <summary>The peer's chain goes through this one of the points.</summary>
    ValueTask IntersectionFoundAsync(Point point, Tip tip, CancellationToken cancellation);

    /// <summary>The peer's chain continues with a header.</summary>
    /// <param name="header">One CBOR item: <c>[eraIndex, tag24(header)]</c>; the bytes are the handler's to
    /// keep.</param>
    /// <param name="tip">The end of the peer's chain, as it says.</param>
    /// <param name="cancellation">The connection ends.</param>
    ValueTask RollForwardAsync(ReadOnlyMemory<byte> header, Tip tip, CancellationToken cancellation);

    /// <summary>The peer's chain continues after an earlier point.</summary>
    ValueTask RollBackwardAsync(Point point, Tip tip, CancellationToken cancellation);

    /// <summary>We have all of the peer's chain; it will speak when its chain changes.</summary>
    ValueTask AwaitReplyAsync(CancellationToken cancellation);

    /// <summary>
    /// Nothing more of the peer is at hand: whatever was put off, so that several headers could be worked on at once,
    /// is due.
    /// </summary>
    /// <remarks>Called before each wait for the peer, however short.</remarks>
    ValueTask PauseAsync(CancellationToken cancellation);

    /// <summary>The peer is followed no longer. Called once, last.</summary>
    void Closed(CloseReason reason);
}
