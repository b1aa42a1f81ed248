namespace PoolTopology.Network.Connections;

/// <summary>Carries the reason why a connection must end from where it was found to the task root that closes it.</summary>
internal sealed class ConnectionFaultException(CloseReason reason) : Exception(reason.ToString())
{
    public CloseReason Reason { get; } = reason;
}
