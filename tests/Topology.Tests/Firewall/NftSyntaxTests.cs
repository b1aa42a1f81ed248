using System.Net;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using Xunit;

namespace PoolTopology.Topology.Tests.Firewall;

public sealed class NftSyntaxTests
{
    [NamespaceFact]
    public void Render_is_accepted_by_nft_for_the_samples()
    {
        foreach (string text in (string[])[SampleTopologies.Public, SampleTopologies.Example])
            Check(SampleTopologies.Document(text));
    }

    [NamespaceFact]
    public void Render_is_accepted_by_nft_for_random_pools()
    {
        const int seed = 5;
        Random random = new(seed);
        for (int round = 0; round < 12; round++)
            Check(RandomTopologies.Next(random));
    }

    [NamespaceFact]
    public void Render_replaces_an_earlier_table_and_leaves_other_tables_alone()
    {
        using NamespaceLab lab = new(new Dictionary<string, IPAddress[]> { ["one"] = [] });
        TopologyDocument document = SampleTopologies.Document(SampleTopologies.Public);
        lab.Load("one", "table inet mine {\n}\n");

        lab.Load("one", FirewallDerivation.For(document, "vault").Render());
        lab.Load("one", FirewallDerivation.For(document, "edge-1").Render());

        string tables = lab.In("one", () => NamespaceTools.Run("nft", null, "list", "tables"));
        Assert.Equal(["table inet mine", "table inet pool"], tables.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.Throws<InvalidOperationException>(() => lab.Counter("one", "node-bp-strangers"));
        Assert.Equal(0, lab.Counter("one", "node-relay-1-floods"));
    }

    private static void Check(TopologyDocument document)
    {
        foreach (Machine machine in document.Machines)
        {
            string rules = FirewallDerivation.For(document, machine.Name).Render();
            (int code, _, string errors) = NamespaceTools.TryRun("unshare", rules, "-n", "nft", "-c", "-f", "-");
            Assert.True(code == 0, $"{machine.Name}: {errors}\n{rules}");
        }
    }
}
