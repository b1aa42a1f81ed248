using System.Net;
using PoolTopology.Network.Connections;

namespace PoolTopology.Network.Peers;

/// <summary>What is known of one peer at one moment.</summary>
/// <param name="Address">Its address and port; peers that share an address are told apart by the port.</param>
/// <param name="Temperature">How far we are with it as its client.</param>
/// <param name="IsWanted">It is selected from the targets.</param>
/// <param name="IsLocalRoot">It is one of the operator's own.</param>
/// <param name="IsTrustable">The operator trusts it.</param>
/// <param name="IsUpstream">We follow its chain.</param>
/// <param name="IsDownstream">It runs protocols as our client.</param>
/// <param name="Origin">Who dialled, or null when not connected.</param>
/// <param name="Version">The agreed protocol version, or null when not connected.</param>
/// <param name="ConnectedSince">Since when, or null when not connected.</param>
/// <param name="RoundTrip">The last measured round trip, or null.</param>
/// <param name="ConsecutiveFailures">Attempts since it was last connected.</param>
/// <param name="LastError">Why the last attempt or connection ended, or null.</param>
public sealed record PeerSnapshot(
    IPEndPoint Address,
    PeerTemperature Temperature,
    bool IsWanted,
    bool IsLocalRoot,
    bool IsTrustable,
    bool IsUpstream,
    bool IsDownstream,
    ConnectionOrigin? Origin,
    int? Version,
    DateTimeOffset? ConnectedSince,
    TimeSpan? RoundTrip,
    int ConsecutiveFailures,
    CloseReason? LastError);
