namespace PoolTopology.Network.Ports;

/// <summary>How a fetch of blocks ended.</summary>
public enum FetchOutcome
{
    /// <summary>Every block of the range was handed over.</summary>
    Completed,

    /// <summary>The peer does not have the range (its chain may have changed since).</summary>
    NoBlocks,

    /// <summary>The connection closed before the range was complete.</summary>
    PeerGone,
}
