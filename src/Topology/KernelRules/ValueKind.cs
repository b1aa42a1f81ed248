namespace PoolTopology.Topology.KernelRules;

/// <summary>How values of a field are written in rules and sets.</summary>
public enum ValueKind
{
    /// <summary>An IPv4 address.</summary>
    AddressV4,

    /// <summary>An IPv6 address.</summary>
    AddressV6,

    /// <summary>A port number.</summary>
    Port,

    /// <summary>An IP protocol, by name or number.</summary>
    Protocol,

    /// <summary>An interface's name.</summary>
    Interface,

    /// <summary>A connection's state.</summary>
    State,

    /// <summary>A packet's direction in its connection.</summary>
    Direction,

    /// <summary>An ICMP type, by name or number.</summary>
    IcmpType,

    /// <summary>An ICMPv6 type, by name or number.</summary>
    IcmpV6Type,

    /// <summary>An ICMP code, by name or number.</summary>
    IcmpCode,

    /// <summary>An ICMPv6 code, by name or number.</summary>
    IcmpV6Code,

    /// <summary>TCP flags, by name or number.</summary>
    TcpFlags,

    /// <summary>A number of one octet.</summary>
    Octet,
}
