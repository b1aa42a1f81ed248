using System.Net;

namespace PoolTopology.Network.Ports;

/// <summary>An upstream peer while it is hot: what may be asked of it.</summary>
public interface IUpstreamPeer
{
    /// <summary>The connection's number: never used twice while the host lives.</summary>
    long ConnectionId { get; }

    /// <summary>Its address and port.</summary>
    IPEndPoint Address { get; }

    /// <summary>It is one of the operator's own peers.</summary>
    bool IsLocalRoot { get; }

    /// <summary>The operator trusts its chain while syncing.</summary>
    bool IsTrustable { get; }

    /// <summary>The last measured round trip, or null before the first.</summary>
    TimeSpan? RoundTrip { get; }

    /// <summary>Fetches a range of blocks.</summary>
    /// <param name="range">What to fetch.</param>
    /// <param name="onBlock">Takes each block, <c>[eraTag, block]</c>, in order; the bytes are its to keep.</param>
    /// <param name="cancellation">Stops the calls to <paramref name="onBlock"/>; what was asked for still
    /// arrives.</param>
    /// <remarks>
    /// Requests of several callers are pipelined, up to <see cref="BlockRange.RangesInFlightMax"/>; a further call
    /// waits.
    /// Errors: never throws for what the peer does; see <see cref="FetchOutcome"/>.
    /// </remarks>
    ValueTask<FetchOutcome> FetchAsync(
        BlockRange range,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> onBlock,
        CancellationToken cancellation);

    /// <summary>Closes the connection because the peer broke a rule of the chain.</summary>
    /// <param name="misbehaviour">Which, with its numbers; shown to the operator.</param>
    void Disconnect(string misbehaviour);
}
