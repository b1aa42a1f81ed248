namespace PoolTopology.Topology.KernelRules;

/// <summary>Which packets a table of the kernel sees.</summary>
public enum TableFamily
{
    /// <summary>IPv4 and IPv6.</summary>
    Inet,

    /// <summary>IPv4.</summary>
    Ip,

    /// <summary>IPv6.</summary>
    Ip6,
}
