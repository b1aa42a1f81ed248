using System.Collections.Frozen;

namespace PoolTopology.Topology.KernelRules;

/// <summary>The names that nft prints for numbers.</summary>
/// <remarks>Spec: nftables 1.0.6, src/proto.c and src/datatype.c; protocols as in /etc/protocols.</remarks>
internal static class ValueNames
{
    public static readonly FrozenDictionary<string, int> Protocols = new Dictionary<string, int>
    {
        ["ip"] = 0, ["hopopt"] = 0, ["icmp"] = 1, ["igmp"] = 2, ["ipencap"] = 4, ["tcp"] = 6, ["udp"] = 17,
        ["dccp"] = 33, ["ipv6"] = 41, ["ipv6-route"] = 43, ["ipv6-frag"] = 44, ["gre"] = 47, ["esp"] = 50, ["ah"] = 51,
        ["ipv6-icmp"] = 58, ["icmpv6"] = 58, ["ipv6-nonxt"] = 59, ["ipv6-opts"] = 60, ["ospf"] = 89, ["pim"] = 103,
        ["comp"] = 108, ["ipcomp"] = 108, ["vrrp"] = 112, ["l2tp"] = 115, ["sctp"] = 132, ["udplite"] = 136,
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, int> IcmpTypes = new Dictionary<string, int>
    {
        ["echo-reply"] = 0, ["destination-unreachable"] = 3, ["source-quench"] = 4, ["redirect"] = 5,
        ["echo-request"] = 8, ["router-advertisement"] = 9, ["router-solicitation"] = 10, ["time-exceeded"] = 11,
        ["parameter-problem"] = 12, ["timestamp-request"] = 13, ["timestamp-reply"] = 14, ["info-request"] = 15,
        ["info-reply"] = 16, ["address-mask-request"] = 17, ["address-mask-reply"] = 18,
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, int> IcmpV6Types = new Dictionary<string, int>
    {
        ["destination-unreachable"] = 1, ["packet-too-big"] = 2, ["time-exceeded"] = 3, ["parameter-problem"] = 4,
        ["echo-request"] = 128, ["echo-reply"] = 129, ["mld-listener-query"] = 130, ["mld-listener-report"] = 131,
        ["mld-listener-done"] = 132, ["mld-listener-reduction"] = 132, ["nd-router-solicit"] = 133,
        ["nd-router-advert"] = 134, ["nd-neighbor-solicit"] = 135, ["nd-neighbor-advert"] = 136, ["nd-redirect"] = 137,
        ["router-renumbering"] = 138, ["ind-neighbor-solicit"] = 141, ["ind-neighbor-advert"] = 142,
        ["mld2-listener-report"] = 143,
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, int> IcmpCodes = new Dictionary<string, int>
    {
        ["net-unreachable"] = 0, ["host-unreachable"] = 1, ["prot-unreachable"] = 2, ["port-unreachable"] = 3,
        ["frag-needed"] = 4, ["net-prohibited"] = 9, ["host-prohibited"] = 10, ["admin-prohibited"] = 13,
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, int> IcmpV6Codes = new Dictionary<string, int>
    {
        ["no-route"] = 0, ["admin-prohibited"] = 1, ["addr-unreachable"] = 3, ["port-unreachable"] = 4,
        ["policy-fail"] = 5, ["reject-route"] = 6,
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, int> TcpFlags = new Dictionary<string, int>
    {
        ["fin"] = 1, ["syn"] = 2, ["rst"] = 4, ["psh"] = 8, ["ack"] = 16, ["urg"] = 32, ["ecn"] = 64, ["cwr"] = 128,
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, int> States = new Dictionary<string, int>
    {
        ["invalid"] = 1, ["established"] = 2, ["related"] = 4, ["new"] = 8, ["untracked"] = 64,
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, int> Directions = new Dictionary<string, int>
    {
        ["original"] = 0, ["reply"] = 1,
    }.ToFrozenDictionary();
}
