using System.Net;

namespace PoolTopology.Network.Peers;

/// <summary>What the governor wants done.</summary>
internal abstract record GovernorAction(IPEndPoint Peer)
{
    /// <summary>Keep a link to the peer: connect, and connect again whenever it is lost.</summary>
    public sealed record StartLink(IPEndPoint Peer, bool IsLocalRoot, bool IsTrustable) : GovernorAction(Peer);

    /// <summary>Give the link up and disconnect.</summary>
    public sealed record StopLink(IPEndPoint Peer, StopCause Cause) : GovernorAction(Peer);

    /// <summary>Follow the peer.</summary>
    public sealed record Promote(IPEndPoint Peer) : GovernorAction(Peer);

    /// <summary>Follow it no longer, but stay connected.</summary>
    public sealed record Demote(IPEndPoint Peer) : GovernorAction(Peer);
}
