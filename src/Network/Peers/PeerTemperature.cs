namespace PoolTopology.Network.Peers;

/// <summary>How far we are with a peer, as a client of it.</summary>
/// <remarks>Spec: ouroboros-network, peer selection governor: cold, warm (established), hot (active).</remarks>
public enum PeerTemperature
{
    /// <summary>Not connected.</summary>
    Cold,

    /// <summary>Connected and kept alive.</summary>
    Warm,

    /// <summary>Its chain is followed and blocks are fetched.</summary>
    Hot,
}
