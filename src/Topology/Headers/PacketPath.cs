namespace PoolTopology.Topology.Headers;

/// <summary>Which way a packet goes with respect to a machine.</summary>
public enum PacketPath
{
    /// <summary>To a process of the machine.</summary>
    Incoming,

    /// <summary>From a process of the machine.</summary>
    Outgoing,

    /// <summary>Through the machine, to another one.</summary>
    Forwarded,
}
