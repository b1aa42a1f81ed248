using System.Diagnostics;
using PoolTopology.Orchestrator.Agent.Firewall;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Firewall;

/// <summary>The rule set between two others, and what nft makes of it.</summary>
public sealed class PeerBridgeTests
{
    [Fact]
    public void Between_rules_that_shut_nobody_out_there_is_nothing() =>
        Assert.Null(PeerBridge.Between(Listing("relays4", "\"10.0.0.1\""), Text("10.0.0.1", "10.0.0.2")));

    [Fact]
    public void Network_of_one_address_is_that_address()
    {
        Assert.Null(PeerBridge.Between(Listing("relays4", "\"10.0.0.1\""), Text("10.0.0.1/32")));
        Assert.Null(PeerBridge.Between(Listing("relays4", "{\"prefix\":{\"addr\":\"10.0.0.0\",\"len\":24}}"), Text("10.0.0.0/24")));
    }

    [Fact]
    public void Removed_peers_stay_let_in() => Assert.Equal(
        Text("10.0.0.3") + "add element inet pool relays4 { 10.0.0.1, 10.0.0.2 }\n",
        PeerBridge.Between(Listing("relays4", "\"10.0.0.1\",\"10.0.0.2\",\"10.0.0.3\""), Text("10.0.0.3")));

    [Fact]
    public void Last_peer_that_goes_stays_let_in() => Assert.Equal(
        Text() + "add element inet pool relays4 { 10.0.0.1 }\n", PeerBridge.Between(Listing("relays4", "\"10.0.0.1\""), Text()));

    /// <summary>Who may manage, scrape or tell a node what to do is no peer that a node could let go.</summary>
    [Theory]
    [InlineData("manage4")]
    [InlineData("scrape4")]
    [InlineData("orchestrator4")]
    public void Who_is_no_peer_is_shut_out_at_once(string set) => Assert.Null(PeerBridge.Between(
        Listing(set, "\"10.0.0.1\""), Text().Replace("relays4", set, StringComparison.Ordinal)));

    [Fact]
    public void Pairs_are_written_as_nft_writes_them() => Assert.EndsWith(
        "add element inet pool relays4 { 10.0.0.1 . 3001 }\n",
        PeerBridge.Between(Listing("relays4", "{\"concat\":[\"10.0.0.1\",3001]}"), Text()), StringComparison.Ordinal);

    [Fact]
    public void Sets_that_are_gone_or_filled_by_traffic_are_left_alone()
    {
        Assert.Null(PeerBridge.Between(Listing("gone4", "\"10.0.0.1\""), Text()));
        Assert.Null(PeerBridge.Between(Listing("relays4", "{\"elem\":{\"val\":\"10.0.0.1\",\"timeout\":600,\"expires\":500}}"), Text()));
    }

    [RootFact]
    public void Kernel_loads_it_at_one_instant_and_has_the_union()
    {
        string golden = File.ReadAllText(Path.Combine(
            TestKit.RepositoryRoot.Find(), "tests", "Topology.Tests", "Derive", "Golden", "example-vault.nft"));
        string after = golden.Replace("127.0.0.12,\n      127.0.0.13", "127.0.0.12", StringComparison.Ordinal)
            .Replace("127.0.0.12 . 3001,\n      127.0.0.13 . 3001", "127.0.0.12 . 3001,\n      127.0.0.14 . 3001", StringComparison.Ordinal);
        Assert.NotEqual(golden, after);
        string before = Nft(golden);

        string bridge = PeerBridge.Between(before, after)!;

        (string Set, IReadOnlyList<string> Elements)[] union = [.. KernelRules.Elements(Nft(golden, bridge))];
        Assert.Equal(["127.0.0.12", "127.0.0.13"], union.First(set => set.Set == "relays4").Elements.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["127.0.0.12 . 3001", "127.0.0.13 . 3001", "127.0.0.14 . 3001"],
            union.First(set => set.Set == "relay_ports4").Elements.Order(StringComparer.Ordinal));
        Assert.Null(PeerBridge.Between(Nft(golden, bridge, after), after));
        Assert.Null(PeerBridge.Between(before, golden));
    }

    private static string Listing(string set, string elements) =>
        $$$"""{"nftables":[{"metainfo":{"version":"1.0.6"}},{"set":{"family":"inet","table":"pool","name":"{{{set}}}","elem":[{{{elements}}}]}}]}""";

    private static string Text(params string[] relays)
    {
        string elements = relays.Length == 0 ? "" : $"    elements = {{\n      {string.Join(",\n      ", relays)}\n    }}\n";
        return $"table inet pool\ndelete table inet pool\ntable inet pool {{\n\n  set relays4 {{\n    type ipv4_addr\n{elements}  }}\n\n"
            + "  set time4 {\n    type ipv4_addr\n    elements = {\n      192.0.2.1\n    }\n  }\n}\n";
    }

    /// <summary>What a kernel has after these were loaded one after the other, in a network namespace of its own.</summary>
    private static string Nft(params string[] texts)
    {
        using TempFolder folder = new();
        string loads = "";
        for (int i = 0; i < texts.Length; i++)
        {
            File.WriteAllText(folder[$"{i}.nft"], texts[i]);
            loads += $"nft -f {folder[$"{i}.nft"]} && ";
        }

        using Process process = Process.Start(new ProcessStartInfo("unshare", ["--net", "sh", "-c", loads + "nft -j list ruleset"])
        {
            RedirectStandardOutput = true,
        })!;
        string listing = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return listing;
    }
}
