using System.Collections.Frozen;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.KernelRules;

/// <summary>What the kinds of values are called, and their bounds.</summary>
internal static class ValueKinds
{
    private static readonly FrozenDictionary<string, ValueKind> ByType = new Dictionary<string, ValueKind>
    {
        ["ipv4_addr"] = ValueKind.AddressV4, ["ipv6_addr"] = ValueKind.AddressV6, ["inet_service"] = ValueKind.Port,
        ["inet_proto"] = ValueKind.Protocol, ["ifname"] = ValueKind.Interface, ["iface_index"] = ValueKind.Interface,
        ["ct_state"] = ValueKind.State, ["ct_dir"] = ValueKind.Direction, ["icmp_type"] = ValueKind.IcmpType,
        ["icmpv6_type"] = ValueKind.IcmpV6Type, ["icmp_code"] = ValueKind.IcmpCode,
        ["icmpv6_code"] = ValueKind.IcmpV6Code, ["tcp_flag"] = ValueKind.TcpFlags,
    }.ToFrozenDictionary();

    /// <summary>The kind that a set of this type holds, or null where it is none that rules here may ask for.</summary>
    public static ValueKind? OfSetType(string type) => ByType.TryGetValue(type, out ValueKind kind) ? kind : null;

    /// <summary>The names of its values, or null where there are none.</summary>
    public static FrozenDictionary<string, int>? NamesOf(ValueKind kind) => kind switch
    {
        ValueKind.Protocol => ValueNames.Protocols,
        ValueKind.IcmpType => ValueNames.IcmpTypes,
        ValueKind.IcmpV6Type => ValueNames.IcmpV6Types,
        ValueKind.IcmpCode => ValueNames.IcmpCodes,
        ValueKind.IcmpV6Code => ValueNames.IcmpV6Codes,
        ValueKind.TcpFlags => ValueNames.TcpFlags,
        ValueKind.State => ValueNames.States,
        ValueKind.Direction => ValueNames.Directions,
        _ => null,
    };

    /// <summary>The greatest number of the kind.</summary>
    public static UInt128 Greatest(ValueKind kind) => kind switch
    {
        ValueKind.AddressV4 => AddressSets.Greatest(IpFamily.V4),
        ValueKind.AddressV6 or ValueKind.Interface => UInt128.MaxValue,
        ValueKind.Port => ushort.MaxValue,
        _ => byte.MaxValue,
    };
}
