namespace PoolTopology.Network.Protocols.Machine;

/// <summary>A side of a protocol.</summary>
internal enum ProtocolRole
{
    /// <summary>The side that speaks first: the client.</summary>
    Initiator,

    /// <summary>The side that is spoken to: the server.</summary>
    Responder,
}
