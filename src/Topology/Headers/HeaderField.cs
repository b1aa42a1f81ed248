namespace PoolTopology.Topology.Headers;

/// <summary>What a firewall can ask about a packet of one IP family.</summary>
/// <remarks>The order is that of decisions in a diagram: what tells rules apart soonest comes first.</remarks>
public enum HeaderField
{
    /// <summary>The IP protocol number (6 TCP, 17 UDP, 1 ICMP, 58 ICMPv6).</summary>
    Protocol,

    /// <summary>The interface that it came in on; the empty name where it did not come in.</summary>
    InInterface,

    /// <summary>The interface that it leaves on; the empty name where it stays.</summary>
    OutInterface,

    /// <summary>What connection tracking says about it: one of <see cref="Flow"/>.</summary>
    State,

    /// <summary>The port that it goes to; meaningful for protocols with ports.</summary>
    DestinationPort,

    /// <summary>The port that it comes from; meaningful for protocols with ports.</summary>
    SourcePort,

    /// <summary>The ICMP or ICMPv6 type.</summary>
    IcmpType,

    /// <summary>The ICMP or ICMPv6 code.</summary>
    IcmpCode,

    /// <summary>The TCP flags, as the octet of the header.</summary>
    TcpFlags,

    /// <summary>The IPv4 time to live or the IPv6 hop limit.</summary>
    HopLimit,

    /// <summary>The sender's address.</summary>
    Source,

    /// <summary>The receiver's address.</summary>
    Destination,
}
