using System.Net;
using PoolTopology.Network.Connections;

namespace PoolTopology.Network.Ports;

/// <summary>Something that happened to a connection or to a name.</summary>
public abstract record NetworkEvent
{
    private NetworkEvent()
    {
    }

    /// <summary>A connection has agreed on a version.</summary>
    public sealed record Connected(
        long ConnectionId, IPEndPoint Remote, ConnectionOrigin Origin, int Version, bool IsDuplex) : NetworkEvent;

    /// <summary>A connection has ended, before or after the handshake.</summary>
    public sealed record Disconnected(
        long ConnectionId, IPEndPoint Remote, ConnectionOrigin Origin, CloseReason Reason) : NetworkEvent;

    /// <summary>A peer could not be reached.</summary>
    public sealed record DialFailed(IPEndPoint Remote, string Error) : NetworkEvent;

    /// <summary>A connection was turned away before the handshake, because its source has too many.</summary>
    public sealed record InboundRefused(IPEndPoint Remote, int ConnectionsFromAddress) : NetworkEvent;

    /// <summary>Accepting pauses: at the soft limit for its delay, at the hard limit until a connection ends.</summary>
    public sealed record AcceptDelayed(int InboundConnections, int Limit) : NetworkEvent;

    /// <summary>Accepting failed, for instance for want of file descriptors; it is tried again.</summary>
    public sealed record AcceptFailed(string Error) : NetworkEvent;

    /// <summary>A host name gave no address; what it gave before stays in use.</summary>
    public sealed record ResolveFailed(string Host, string Error) : NetworkEvent;

    /// <summary>A peer is followed (hot), only kept connected (warm), or neither (cold).</summary>
    public sealed record TemperatureChanged(IPEndPoint Remote, Peers.PeerTemperature Temperature) : NetworkEvent;
}
