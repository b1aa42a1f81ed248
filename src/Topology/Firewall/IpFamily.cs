namespace PoolTopology.Topology.Firewall;

/// <summary>The two kinds of IP addresses; every rule about addresses exists once for each.</summary>
public enum IpFamily
{
    /// <summary>IPv4.</summary>
    V4,

    /// <summary>IPv6.</summary>
    V6,
}
