namespace PoolTopology.Network.Connections;

/// <summary>Carries the reason why a connection must end from where it was found to the task root that closes
/// it.</summary>
internal sealed class ConnectionFaultException(CloseReason reason) : Exception(reason.ToString())
{
    public CloseReason Reason { get; } = reason;

    /// <summary>The peer has closed, between segments or within one.</summary>
    public static ConnectionFaultException Ended(bool isWithinSegment) =>
        new(isWithinSegment ? new CloseReason.SegmentTruncated() : new CloseReason.RemoteClosed());
}
