namespace PoolTopology.Network.Connections;

/// <summary>Who dialled.</summary>
public enum ConnectionOrigin
{
    /// <summary>The peer.</summary>
    Inbound,

    /// <summary>We.</summary>
    Outbound,
}
