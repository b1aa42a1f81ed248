using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Intents;

/// <summary>The ICMP messages that machines need.</summary>
/// <remarks>Spec: RFC 792, RFC 4443, RFC 4861, RFC 3810.</remarks>
internal static class IcmpFacts
{
    /// <summary>Router advertisement, neighbour solicitation, neighbour advertisement.</summary>
    public static readonly FieldSet NeighboursIn = FieldSet.OfValues(134, 135, 136);

    /// <summary>Router solicitation, neighbour solicitation, neighbour advertisement, multicast listener report.</summary>
    public static readonly FieldSet NeighboursOut = FieldSet.OfValues(133, 135, 136, 143);

    /// <summary>The hop limit of a packet that no router has passed on.</summary>
    public static readonly FieldSet FromTheLink = FieldSet.OfValues(255);

    public static FieldSet Protocol(IpFamily family) => FieldSet.OfValues(HeaderFields.IcmpOf(family));

    public static FieldSet EchoRequest(IpFamily family) => FieldSet.OfValues(family == IpFamily.V4 ? 8 : 128);

    public static FieldSet EchoReply(IpFamily family) => FieldSet.OfValues(family == IpFamily.V4 ? 0 : 129);

    /// <summary>Unreachable, too big (IPv6), time exceeded, parameter problem.</summary>
    public static FieldSet Errors(IpFamily family) =>
        family == IpFamily.V4 ? FieldSet.OfValues(3, 11, 12) : FieldSet.OfValues(1, 2, 3, 4);
}
