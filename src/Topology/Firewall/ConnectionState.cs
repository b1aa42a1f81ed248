namespace PoolTopology.Topology.Firewall;

/// <summary>What the kernel's connection tracking says about a packet.</summary>
public enum ConnectionState
{
    /// <summary>It belongs to no connection and cannot open one.</summary>
    Invalid,

    /// <summary>It opens a connection.</summary>
    New,

    /// <summary>It belongs to a connection that was seen in both directions.</summary>
    Established,

    /// <summary>It is an error message about a known connection.</summary>
    Related,
}
