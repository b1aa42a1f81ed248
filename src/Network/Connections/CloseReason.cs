using PoolTopology.Network.Handshake;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Connections;

/// <summary>Why a connection ended, or could not be made.</summary>
public abstract record CloseReason
{
    private CloseReason()
    {
    }

    /// <summary>The node stops.</summary>
    public sealed record Shutdown : CloseReason;

    /// <summary>The peer is wanted no longer.</summary>
    public sealed record PeerRemoved : CloseReason;

    /// <summary>We follow the peer no longer; the connection may stay.</summary>
    public sealed record Demoted : CloseReason;

    /// <summary>The same peer has another connection, and that one is used.</summary>
    public sealed record Superseded : CloseReason;

    /// <summary>The peer ran no protocol for too long, and we none with it.</summary>
    public sealed record InboundIdle(TimeSpan Limit) : CloseReason;

    /// <summary>The peer did not let us end a protocol in time.</summary>
    public sealed record DemotionTimeout(TimeSpan Limit) : CloseReason;

    /// <summary>The peer closed the connection.</summary>
    public sealed record RemoteClosed : CloseReason;

    /// <summary>The peer cannot be reached, or the transport broke.</summary>
    public sealed record BearerFailed(string Error) : CloseReason;

    /// <summary>No connection within the time that dialling may take.</summary>
    public sealed record DialTimeout(TimeSpan Limit) : CloseReason;

    /// <summary>A segment did not arrive whole in time.</summary>
    public sealed record SegmentTimeout(TimeSpan Limit) : CloseReason;

    /// <summary>The peer closed the connection within a segment.</summary>
    public sealed record SegmentTruncated : CloseReason;

    /// <summary>The peer did not take a segment in time.</summary>
    public sealed record SendTimeout(TimeSpan Limit) : CloseReason;

    /// <summary>A segment for a protocol, or a direction of one, that this connection does not run.</summary>
    /// <param name="Number">The protocol number on the wire.</param>
    /// <param name="ToResponder">The segment's mode: from the peer's initiator to our responder.</param>
    public sealed record UnknownProtocol(int Number, bool ToResponder) : CloseReason;

    /// <summary>More unread bytes of one protocol than its limit: the peer sent what nobody asked for.</summary>
    public sealed record IngressOverflow(MiniProtocol Protocol, int LimitBytes) : CloseReason;

    /// <summary>No version or parameters were agreed on.</summary>
    public sealed record HandshakeFailed(HandshakeFailure Failure) : CloseReason;

    /// <summary>A message that the protocol does not allow.</summary>
    public sealed record ProtocolViolated(MiniProtocol Protocol, ProtocolViolation Violation) : CloseReason;

    /// <summary>Blocks that the peer asked for went away while they were sent.</summary>
    public sealed record RangeGone(string Detail) : CloseReason;

    /// <summary>The peer's chain has none of our points, not even the origin.</summary>
    public sealed record NoIntersection(Tip Tip) : CloseReason;

    /// <summary>The peer broke a rule of the chain.</summary>
    public sealed record Misbehaved(string Detail) : CloseReason;

    /// <summary>Our own code failed; the host stops with the same exception.</summary>
    public sealed record LocalFault(Exception Fault) : CloseReason;
}
