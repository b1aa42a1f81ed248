using System.Diagnostics;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Intents;
using PoolTopology.Topology.KernelRules;
using PoolTopology.Topology.Proof;
using PoolTopology.Topology.Tests.Firewall;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Topology.Tests.Proof;

public sealed class PoolProofTests(ITestOutputHelper output)
{
    [NamespaceFact]
    public void Of_sample_says_who_reaches_what()
    {
        TopologyDocument pool = SampleTopologies.Document(SampleTopologies.Public);

        PoolProof proof = PoolProof.Of(pool, RulesOf(pool));

        Assert.Empty(proof.Findings);
        Assert.Equal("3001", TcpOf(proof, "edge-1", "vault"));
        Assert.Equal("22, 12799", TcpOf(proof, "watch", "vault")); // Its address is one that may manage.
        Assert.Equal("", TcpOf(proof, Parties.Strangers, "vault"));
        Assert.Equal("22, 12798-12799", TcpOf(proof, "access.manage", "vault")); // One of them may scrape as well.
        Assert.Equal("3001", TcpOf(proof, Parties.Strangers, "edge-1"));
        Assert.Equal("3002", TcpOf(proof, "vault", "edge-2"));
        Assert.Equal("", TcpOf(proof, "vault", "watch"));
        Reach stranger = RowOf(proof, Parties.Strangers, "edge-1", IpFamily.V6).Reach;
        Assert.Equal((FieldSet.Empty, FieldSet.OfValues(3001)), (stranger.Tcp.Always, stranger.Tcp.Limited));
        Assert.Equal(Passage.Limited, stranger.Echo);
        Assert.Equal(Reach.Nothing, RowOf(proof, Parties.Strangers, "vault", IpFamily.V6).Reach);
    }

    [NamespaceFact]
    public void Of_pool_with_an_orchestrator_the_way_out_is_allowed_and_wanted_and_nothing_else()
    {
        TopologyDocument pool = SampleTopologies.Document(
            SampleTopologies.Public.Replace("version: 1\n", "version: 1\norchestrator: 192.0.2.77:7443\n", StringComparison.Ordinal));
        TopologyDocument without = pool with { Orchestrator = null };

        Assert.Empty(PoolProof.Of(pool, RulesOf(pool)).Findings);
        Assert.NotEmpty(PoolProof.Of(pool, RulesOf(without)).Findings);
        Assert.NotEmpty(PoolProof.Of(without, RulesOf(pool)).Findings);
    }

    [NamespaceFact]
    public void Of_sample_every_address_is_in_a_row_of_every_machine()
    {
        TopologyDocument pool = SampleTopologies.Document(SampleTopologies.Public);
        Parties parties = Parties.Of(pool);

        PoolProof proof = PoolProof.Of(pool, RulesOf(pool));

        foreach (IpFamily family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
        {
            Assert.Equal(HeaderFields.Everything(HeaderField.Source, family), FieldSet.Union(parties.All.Select(party => party.AddressesOf(family))));
            foreach (Machine machine in pool.Machines)
            {
                string[] expected = [.. parties.All.Where(party => party.Name != machine.Name && !party.AddressesOf(family).IsEmpty).Select(party => party.Name).Order()];
                Assert.Equal(expected, proof.Matrix.Where(row => row.To == machine.Name && row.Family == family).SelectMany(row => row.From).Order());
            }
        }
    }

    [NamespaceFact]
    public void Of_sample_without_its_firewalls_everybody_reaches_everything()
    {
        TopologyDocument pool = SampleTopologies.Document(SampleTopologies.Public);

        PoolProof proof = PoolProof.Of(pool, pool.Machines.ToDictionary(machine => machine.Name, _ => KernelRuleSet.None));

        Assert.Equal(OpenPorts.All, RowOf(proof, Parties.Strangers, "vault", IpFamily.V4).Reach.Tcp);
        Assert.Contains(proof.Findings, finding => finding is { Kind: DifferenceKind.Exposed, Machine: "vault", Path: PacketPath.Incoming, Decision.Chain: null });
        Assert.Contains(proof.Findings, finding => finding is { Kind: DifferenceKind.Unlimited, Machine: "edge-1" });
        Assert.All(proof.Findings, finding => Assert.NotEqual("", finding.ToString()));
    }

    [NamespaceFact]
    public void Of_a_thousand_machines_is_done_in_seconds()
    {
        TopologyDocument pool = LargePool.Document(1000);
        Dictionary<string, string> listings = LargePool.Listings(pool);
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;

        Dictionary<string, KernelRuleSet> rules = listings.AsParallel().ToDictionary(one => one.Key, one => KernelListing.Read(one.Value));
        TimeSpan read = watch.Elapsed;
        TimeSpan readSpent = Process.GetCurrentProcess().TotalProcessorTime - before;
        PoolProof proof = PoolProof.Of(pool, rules);

        TimeSpan spent = Process.GetCurrentProcess().TotalProcessorTime - before;
        output.WriteLine($"1,000 machines, {listings.Values.Sum(listing => (long)listing.Length) / 1e6:0} MB of listings: read in {read.TotalSeconds:0.0} s, judged in {(watch.Elapsed - read).TotalSeconds:0.0} s, {readSpent.TotalSeconds:0.0} s and {(spent - readSpent).TotalSeconds:0.0} s of processors");
        Assert.Empty(proof.Findings);
        Assert.Equal(999 + 4, proof.Matrix.Where(row => row.To == "vault" && row.Family == IpFamily.V4).Sum(row => row.From.Count));
        Assert.Equal("3001", TcpOf(proof, "edge-0500", "vault"));
        Assert.Equal("", TcpOf(proof, "watch", "vault"));
    }

    private static Dictionary<string, KernelRuleSet> RulesOf(TopologyDocument pool) => pool.Machines.ToDictionary(
        machine => machine.Name,
        machine => KernelListing.Read(KernelListing.OfText(FirewallDerivation.For(pool, machine.Name).Render())));

    private static string TcpOf(PoolProof proof, string from, string to) => RowOf(proof, from, to, IpFamily.V4).Reach.Tcp.Any.ToString();

    private static ReachRow RowOf(PoolProof proof, string from, string to, IpFamily family) =>
        proof.Matrix.Single(row => row.To == to && row.Family == family && row.From.Contains(from));
}
