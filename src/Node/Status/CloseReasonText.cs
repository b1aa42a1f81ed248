using PoolTopology.Network.Connections;

namespace PoolTopology.Node.Status;

/// <summary>Why a connection ended, as a person would say it.</summary>
public static class CloseReasonText
{
    /// <summary>One sentence; empty for no reason.</summary>
    public static string Of(CloseReason? reason) => reason switch
    {
        null => "",
        CloseReason.Shutdown => "this node shuts down",
        CloseReason.PeerRemoved => "the peer is no longer wanted",
        CloseReason.Demoted => "the peer is no longer followed",
        CloseReason.Superseded => "the same peer has another connection",
        CloseReason.InboundIdle idle => $"it ran no protocol for {Seconds(idle.Limit)}",
        CloseReason.DemotionTimeout late => $"it did not let a protocol end within {Seconds(late.Limit)}",
        CloseReason.RemoteClosed => "the peer closed the connection",
        CloseReason.BearerFailed failed => failed.Error,
        CloseReason.DialTimeout late => $"no connection within {Seconds(late.Limit)}",
        CloseReason.SegmentTimeout late => $"a segment did not arrive whole within {Seconds(late.Limit)}",
        CloseReason.SegmentTruncated => "the peer closed the connection within a segment",
        CloseReason.SendTimeout late => $"it did not take a segment within {Seconds(late.Limit)}",
        CloseReason.UnknownProtocol unknown => $"it spoke protocol {unknown.Number}, which this connection does not run",
        CloseReason.IngressOverflow flood => $"it sent more than {flood.LimitBytes} bytes of {flood.Protocol} that nobody asked for",
        CloseReason.HandshakeFailed failed => $"the handshake failed: {failed.Failure}",
        CloseReason.ProtocolViolated broke => $"it broke the rules of {broke.Protocol}: {broke.Violation}",
        CloseReason.RangeGone gone => $"blocks that it asked for are gone: {gone.Detail}",
        CloseReason.NoIntersection none => $"its chain has nothing in common with ours; its tip is {none.Tip}",
        CloseReason.Misbehaved broke => broke.Detail,
        CloseReason.LocalFault fault => $"a fault of this node: {fault.Fault.Message}",
        _ => reason.ToString(),
    };

    private static string Seconds(TimeSpan limit) =>
        limit.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture) + " s";
}
