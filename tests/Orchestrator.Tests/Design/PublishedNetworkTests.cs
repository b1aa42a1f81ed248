using PoolTopology.Orchestrator.Design;
using PoolTopology.TestKit.Vectors;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Lint;
using PoolTopology.Topology.PeerFiles;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Design;

/// <summary>The public networks, with the files that they publish.</summary>
public sealed class PublishedNetworkTests
{
    [VectorTheory]
    [InlineData("mainnet", "cardano-node")]
    [InlineData("mainnet", "pooltopology")]
    [InlineData("preprod", "cardano-node")]
    [InlineData("preprod", "pooltopology")]
    [InlineData("preview", "cardano-node")]
    public void A_pool_on_a_public_network_has_all_its_files_and_no_rule_has_anything_to_say(string network, string engine)
    {
        TopologyResult reading = TopologyReader.Read(Plan(network, engine), "topology.yaml");
        NetworkFiles files = NetworkFilesReader.Read(VectorFiles.PathOf($"genesis/{network}/cardano-node"), reading.Document!.Pool.Network); // The plan is good.
        PoolDerivation pool = new(reading.Document, new DeploymentFacts(files));

        DerivedFile[] relay = [.. pool.For("edge-1").Files];

        Assert.Empty(reading.Findings);
        Assert.Empty(PoolLint.Check(reading, "topology.yaml", pool));
        Assert.Contains(relay, file => file.Path.EndsWith("/shelley.json", StringComparison.Ordinal));
        PeerFile peers = PeerFile.Parse(relay.Single(file => file.Path.EndsWith("/topology.json", StringComparison.Ordinal)).Content.Text).File!; // Parses.
        Assert.Contains(relay, file => file.Path == peers.PeerSnapshotFile);
        Assert.NotEmpty(peers.BootstrapPeers!); // Every public network names some.
        Assert.All(relay, file => Assert.DoesNotContain("\"../", file.Content.Text, StringComparison.Ordinal));
    }

    private static string Plan(string network, string engine) => $$"""
        version: 1
        pool: { name: Sample pool, ticker: SMPL, network: {{network}} }
        engine: {{engine}}
        machines:
          vault:  { address: 203.0.113.10, zone: fra }
          edge-1: { address: 203.0.113.11, zone: fra }
          edge-2: { address: 198.51.100.12, zone: sgp }
        producers:
          bp: { machine: vault, port: 3001 }
        relays:
          relay-1: { machine: edge-1, port: 3001, public: relay1.example.org }
          relay-2: { machine: edge-2, port: 3002, public: relay2.example.org }
        access: { manage: [192.0.2.0/25], scrape: [203.0.113.11/32], time: [192.0.2.123] }
        """;
}
