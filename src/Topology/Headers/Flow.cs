namespace PoolTopology.Topology.Headers;

/// <summary>What connection tracking says about a packet: the connection's state and the packet's direction in it.</summary>
/// <remarks>
/// A new packet is always of the original direction. Invalid and untracked packets belong to no connection: a rule that
/// asks for their direction does not match, whatever it asks.
/// </remarks>
public enum Flow
{
    /// <summary>Belongs to no connection and cannot open one.</summary>
    Invalid,

    /// <summary>Opens a connection.</summary>
    New,

    /// <summary>Of a connection seen in both directions, from the side that opened it.</summary>
    EstablishedOriginal,

    /// <summary>Of a connection seen in both directions, from the side that was called.</summary>
    EstablishedReply,

    /// <summary>About a known connection, in the direction that opened it.</summary>
    RelatedOriginal,

    /// <summary>About a known connection, in the direction of its replies.</summary>
    RelatedReply,

    /// <summary>Exempt from tracking, such as neighbour discovery.</summary>
    Untracked,
}
