using PoolTopology.TestKit.Vectors;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.PeerFiles;
using Xunit;

namespace PoolTopology.Topology.Tests.Derive;

public sealed class PeerFileDerivationTests
{
    private readonly TopologyDocument _document = SampleTopologies.Document(SampleTopologies.Public);

    [Theory]
    [InlineData("bp")]
    [InlineData("relay-1")]
    [InlineData("relay-2")]
    [InlineData("eye")]
    public void For_each_node_of_the_public_sample_is_as_it_was_read_and_approved(string name) =>
        GoldenFiles.AssertSame($"public-{name}.json", Derive(_document, name).Render());

    [Theory]
    [InlineData("bp")]
    [InlineData("relay-1")]
    [InlineData("relay-2")]
    [InlineData("observer")]
    public void For_each_node_of_the_example_is_as_it_was_read_and_approved(string name) =>
        GoldenFiles.AssertSame($"example-{name}.json", Derive(SampleTopologies.Document(SampleTopologies.Example), name).Render());

    [Fact]
    public void For_producer_is_the_relays_and_nothing_else()
    {
        PeerFile file = Derive(_document, "bp");

        LocalRootGroup group = Assert.Single(file.LocalRoots);
        Assert.Equal(["203.0.113.11:3001", "198.51.100.12:3002"], group.AccessPoints.Select(p => p.ToString()));
        Assert.Equal((2, 2, true, false), (group.HotValency, group.WarmValency, group.IsTrustable, group.IsAdvertised));
        Assert.Null(file.BootstrapPeers);
        Assert.Equal(PeerFile.NeverUseLedger, file.UseLedgerAfterSlot);
        Assert.All(file.PublicRoots, root => Assert.Empty(root.AccessPoints));
    }

    [Fact]
    public void For_any_node_no_group_is_advertised_partners_are_not_trusted_and_the_file_parses()
    {
        foreach (TopologyNode node in _document.Nodes)
        {
            PeerFile file = PeerFileDerivation.For(_document, node);

            Assert.All(file.LocalRoots, group => Assert.False(group.IsAdvertised));
            Assert.All(file.LocalRoots.Where(group => group.Name!.StartsWith("peers.", StringComparison.Ordinal)), group => Assert.False(group.IsTrustable));
            Assert.Equal(file, PeerFile.Parse(file.Render()).File);
        }
    }

    [Fact]
    public void For_any_node_but_relays_the_producers_address_does_not_appear()
    {
        foreach (TopologyNode node in _document.Nodes)
            Assert.Equal(node is RelayNode, PeerFileDerivation.For(_document, node).Render().Contains("203.0.113.10", StringComparison.Ordinal));
    }

    [Fact]
    public void For_relay_knows_the_standby_too_and_the_standby_knows_the_relays()
    {
        TopologyDocument document = SampleTopologies.Document(SampleTopologies.PublicWith(
            ("producers:\n", "  spare: { address: 203.0.113.20 }\nproducers:\n  bp-2: { machine: spare, port: 3001, standby: true }\n")));

        Assert.Equal(["producers.bp", "producers.bp-2", "relays.relay-2", "peers.partners[0]", "peers.partners[1]"], Derive(document, "relay-1").LocalRoots.Select(g => g.Name));
        Assert.Equal(Derive(document, "bp"), Derive(document, "bp-2"));
    }

    [Theory]
    [InlineData("bootstrap: network", "preprod-node.play.dev.cardano.org:3001")]
    [InlineData("bootstrap: none", null)]
    [InlineData("bootstrap: [{ address: 192.0.2.201, port: 3005 }]", "192.0.2.201:3005")]
    public void For_relay_bootstrap_follows_the_policy(string policy, string? expected)
    {
        PeerFile file = Derive(SampleTopologies.Document(SampleTopologies.PublicWith(("bootstrap: network", policy))), "relay-1");

        Assert.Equal(expected, file.BootstrapPeers is null ? null : Assert.Single(file.BootstrapPeers).ToString());
        Assert.Equal(121_478_354, file.UseLedgerAfterSlot);
    }

    [Fact]
    public void For_relay_of_a_folder_network_takes_the_facts_that_it_is_given()
    {
        TopologyDocument document = SampleTopologies.Document(SampleTopologies.PublicWith(("network: preprod", "network: ./net")));
        NetworkFacts facts = NetworkFacts.From(new PeerFile { LocalRoots = [], BootstrapPeers = [new AccessPoint("boot.example", 7)], UseLedgerAfterSlot = 42 });

        PeerFile file = PeerFileDerivation.For(document, document.Relays[0], facts);

        Assert.Equal(([new AccessPoint("boot.example", 7)], 42), (file.BootstrapPeers, file.UseLedgerAfterSlot));
        Assert.Null(PeerFileDerivation.For(document, document.Relays[0]).BootstrapPeers);
    }

    [Fact]
    public void For_does_not_depend_on_the_order_of_the_file()
    {
        string[] lines = SampleTopologies.Public.Split('\n');
        (lines[10], lines[11]) = (lines[11], lines[10]);
        (lines[3], lines[5]) = (lines[5], lines[3]);
        TopologyDocument turned = SampleTopologies.Document(string.Join('\n', lines));

        Assert.NotEqual(_document, turned);
        foreach (TopologyNode node in _document.Nodes)
            Assert.Equal(Derive(_document, node.Name).Render(), Derive(turned, node.Name).Render());
        foreach (Machine machine in _document.Machines)
            Assert.Equal(FirewallDerivation.For(_document, machine.Name).Render(), FirewallDerivation.For(turned, machine.Name).Render());
    }

    [VectorTheory]
    [InlineData(NetworkKind.Mainnet, "mainnet")]
    [InlineData(NetworkKind.Preprod, "preprod")]
    [InlineData(NetworkKind.Preview, "preview")]
    public void NetworkFacts_agree_with_the_networks_own_files(NetworkKind kind, string folder)
    {
        PeerFile published = PeerFile.Parse(VectorFiles.ReadText($"genesis/{folder}/cardano-node/topology.json")).File!; // Parsed in a test of its own.
        NetworkFacts facts = NetworkFacts.Of(new NetworkChoice(kind));

        Assert.Empty(published.BootstrapPeers!.Except(facts.BootstrapPeers)); // The networks publish bootstrap peers.
        Assert.Equal(published.UseLedgerAfterSlot, facts.UseLedgerAfterSlot);
    }

    private static PeerFile Derive(TopologyDocument document, string name) => PeerFileDerivation.For(document, document.FindNode(name)!); // A name of the sample.
}
