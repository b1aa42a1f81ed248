using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Headers;

/// <summary>Facts about header fields and the protocols that have them.</summary>
public static class HeaderFields
{
    /// <summary>The IP protocol number of ICMP.</summary>
    public const int Icmp = 1;

    /// <summary>The IP protocol number of TCP.</summary>
    public const int Tcp = 6;

    /// <summary>The IP protocol number of UDP.</summary>
    public const int Udp = 17;

    /// <summary>The IP protocol number of ICMPv6.</summary>
    public const int IcmpV6 = 58;

    /// <summary>All fields, in the order of decisions.</summary>
    public static readonly IReadOnlyList<HeaderField> All = Enum.GetValues<HeaderField>();

    /// <summary>The greatest value of a field in packets of a family.</summary>
    public static UInt128 Greatest(HeaderField field, IpFamily family) => field switch
    {
        HeaderField.Source or HeaderField.Destination => AddressSets.Greatest(family),
        HeaderField.InInterface or HeaderField.OutInterface => UInt128.MaxValue,
        HeaderField.SourcePort or HeaderField.DestinationPort => ushort.MaxValue,
        HeaderField.State => (UInt128)(int)Flow.Untracked,
        _ => byte.MaxValue,
    };

    /// <summary>Every value of a field in packets of a family.</summary>
    public static FieldSet Everything(HeaderField field, IpFamily family) => FieldSet.Between(0, Greatest(field, family));

    /// <summary>The number of ICMP in a family.</summary>
    public static int IcmpOf(IpFamily family) => family == IpFamily.V4 ? Icmp : IcmpV6;
}
