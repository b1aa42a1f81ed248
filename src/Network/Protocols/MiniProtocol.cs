namespace PoolTopology.Network.Protocols;

/// <summary>The protocols of a node-to-node connection, by their number on the wire.</summary>
/// <remarks>Spec: network-spec, table "Node-to-node protocol numbers"; Cardano/Network/NodeToNode.hs, July
/// 2026.</remarks>
public enum MiniProtocol : ushort
{
    /// <summary>Version negotiation.</summary>
    Handshake = 0,

    /// <summary>Headers of the peer's chain.</summary>
    ChainSync = 2,

    /// <summary>Ranges of blocks.</summary>
    BlockFetch = 3,

    /// <summary>Transactions.</summary>
    TxSubmission = 4,

    /// <summary>Liveness and round trips.</summary>
    KeepAlive = 8,

    /// <summary>Addresses of other peers.</summary>
    PeerSharing = 10,
}
