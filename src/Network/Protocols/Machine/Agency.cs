namespace PoolTopology.Network.Protocols.Machine;

/// <summary>Whose turn it is to speak.</summary>
internal enum Agency
{
    Initiator,
    Responder,

    /// <summary>The protocol is over.</summary>
    Nobody,
}
