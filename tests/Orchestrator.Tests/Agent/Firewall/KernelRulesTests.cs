using PoolTopology.Orchestrator.Agent.Firewall;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Firewall;

/// <summary>Over a listing of nft 1.0.6.</summary>
public sealed class KernelRulesTests
{
    [Fact]
    public void Digest_is_not_moved_by_handles_counters_and_what_traffic_puts_into_sets()
    {
        string quiet = Listing(handle: 2, packets: 0, live: "");
        string busy = Listing(handle: 31, packets: 99, live: """
            {"elem": {"val": "127.0.0.1", "expires": 299, "limit": {"rate": 10, "burst": 5, "per": "second", "inv": true}}},
            {"elem": {"val": "127.0.0.2", "ct count": {"val": 5, "inv": true}}}
            """);
        Assert.Equal(KernelRules.DigestOfPool(quiet), KernelRules.DigestOfPool(busy));
        Assert.Equal(KernelRules.DigestOfAll(quiet), KernelRules.DigestOfAll(busy));
    }

    [Fact]
    public void Digest_is_moved_by_members_policies_and_rules()
    {
        string digest = KernelRules.DigestOfPool(Listing(2, 0, ""));
        Assert.NotEqual(digest, KernelRules.DigestOfPool(Listing(2, 0, "").Replace("10.0.0.2", "10.0.0.3", StringComparison.Ordinal)));
        Assert.NotEqual(digest, KernelRules.DigestOfPool(Listing(2, 0, "").Replace("drop", "accept", StringComparison.Ordinal)));
        Assert.NotEqual(digest, KernelRules.DigestOfPool(Listing(2, 0, "").Replace("3001", "3002", StringComparison.Ordinal)));
        Assert.NotEqual(digest, KernelRules.DigestOfPool("""{"nftables": []}"""));
    }

    [Fact]
    public void Digest_of_the_pool_is_not_moved_by_other_tables()
    {
        string alone = Listing(2, 0, "");
        string beside = alone.Replace(
            "{\"table\":", """{"table": {"family": "ip", "name": "nat", "handle": 9}}, {"table":""", StringComparison.Ordinal);
        Assert.Equal(KernelRules.DigestOfPool(alone), KernelRules.DigestOfPool(beside));
        Assert.NotEqual(KernelRules.DigestOfAll(alone), KernelRules.DigestOfAll(beside));
    }

    [Fact]
    public void Peers_are_members_of_sets_but_not_what_traffic_puts_there() =>
        Assert.Equal(
            ["10.0.0.1", "10.0.0.2", "10.1.0.0/16", "10.2.0.0-10.2.0.9", "10.3.0.1"],
            KernelRules.Peers(Listing(2, 0, """{"elem": {"val": "127.0.0.1", "expires": 299}}""")));

    [Fact]
    public void Commands_end_flows_of_addresses_and_networks_only()
    {
        Assert.Equal(3, FlowEviction.Commands("10.0.0.1").Count());
        Assert.Null(FlowEviction.ForgetBackward(""));
        Assert.Null(FlowEviction.ForgetBackward("10.0.0.2 4711 --all 22"));
        Assert.Equal(
            "conntrack --delete --family ipv4 --proto tcp --orig-src 10.0.0.1 --orig-port-src 22",
            string.Join(' ', FlowEviction.ForgetBackward("10.0.0.2 4711 10.0.0.1 22") ?? []));
        Assert.Equal(3, FlowEviction.Commands("2001:db8::/32").Count());
        Assert.Empty(FlowEviction.Commands("10.2.0.0-10.2.0.9"));
        Assert.Empty(FlowEviction.Commands("--all"));
    }

    private static string Listing(int handle, int packets, string live) => Template
        .Replace("HANDLE", $"{handle}", StringComparison.Ordinal)
        .Replace("PACKETS", $"{packets}", StringComparison.Ordinal)
        .Replace("LIVE", live.Length == 0 ? "" : $", \"elem\": [{live}]", StringComparison.Ordinal);

    private const string Template =
        """
        {"nftables": [{"metainfo": {"version": "1.0.6", "json_schema_version": 1}},
        {"table": {"family": "inet", "name": "pool", "handle": HANDLE}},
        {"counter": {"family": "inet", "name": "c", "table": "pool", "handle": HANDLE, "packets": PACKETS, "bytes": PACKETS}},
        {"set": {"family": "inet", "name": "rate4", "table": "pool", "type": "ipv4_addr", "handle": 3, "flags": ["timeout"]LIVE}},
        {"set": {"family": "inet", "name": "members", "table": "pool", "type": "ipv4_addr", "handle": 5, "elem": ["10.0.0.1", "10.0.0.2"]}},
        {"set": {"family": "inet", "name": "nets", "table": "pool", "type": "ipv4_addr", "handle": 6, "flags": ["interval"],
          "elem": [{"prefix": {"addr": "10.1.0.0", "len": 16}}, {"range": ["10.2.0.0", "10.2.0.9"]}]}},
        {"set": {"family": "inet", "name": "ends", "table": "pool", "type": ["ipv4_addr", "inet_service"], "handle": 7,
          "elem": [{"concat": ["10.3.0.1", 3001]}]}},
        {"chain": {"family": "inet", "table": "pool", "name": "input", "handle": 1, "type": "filter", "hook": "input", "prio": 0, "policy": "drop"}},
        {"rule": {"family": "inet", "table": "pool", "chain": "input", "handle": HANDLE, "expr": [
          {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 3001}},
          {"counter": {"packets": PACKETS, "bytes": PACKETS}}, {"accept": null}]}}]}
        """;
}
