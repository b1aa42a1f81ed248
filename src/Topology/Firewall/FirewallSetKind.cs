namespace PoolTopology.Topology.Firewall;

/// <summary>What the elements of a firewall set are.</summary>
public enum FirewallSetKind
{
    /// <summary>Single addresses.</summary>
    Hosts,

    /// <summary>Networks in CIDR form.</summary>
    Networks,

    /// <summary>Pairs of an address and a TCP port.</summary>
    EndPoints,

    /// <summary>Filled by the kernel: how fast each source connects.</summary>
    RatePerSource,

    /// <summary>Filled by the kernel: how many connections each source holds.</summary>
    ConnectionsPerSource,
}
