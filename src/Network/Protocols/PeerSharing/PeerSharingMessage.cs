using System.Collections.Immutable;
using System.Net;

namespace PoolTopology.Network.Protocols.PeerSharing;

/// <summary>A message of peer-sharing.</summary>
/// <remarks>Shape: <c>peer-sharing-v14.cddl</c>, ouroboros-network, July 2026.</remarks>
internal abstract record PeerSharingMessage
{
    private PeerSharingMessage()
    {
    }

    /// <summary><c>[0, amount]</c></summary>
    public sealed record ShareRequest(byte Amount) : PeerSharingMessage;

    /// <summary><c>[1, [*address]]</c></summary>
    public sealed record SharePeers(ImmutableArray<IPEndPoint> Addresses) : PeerSharingMessage;

    /// <summary><c>[2]</c></summary>
    public sealed record Done : PeerSharingMessage;
}
