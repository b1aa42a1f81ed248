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

/// <summary>The model and an oracle that shares nothing with it but the listing, header by header.</summary>
public sealed class OracleAgreementTests(ITestOutputHelper output)
{
    private static readonly PacketPath[] Paths = Enum.GetValues<PacketPath>();

    private static readonly IpFamily[] Families = [IpFamily.V4, IpFamily.V6];

    [NamespaceFact]
    public void Decide_a_million_random_headers_agree_with_the_oracle()
    {
        const int seed = 41;
        const int wanted = 1_000_000;
        Random random = new(seed);
        TopologyDocument[] pools =
        [
            SampleTopologies.Document(SampleTopologies.Public),
            .. Enumerable.Range(0, 6).Select(_ => RandomTopologies.Next(random)),
        ];
        (TopologyDocument Pool, Machine Machine)[] machines = [.. pools.SelectMany(pool => pool.Machines.Select(machine => (pool, machine)))];
        int each = (wanted / (machines.Length * Paths.Length * Families.Length)) + 1;
        int asked = 0;
        Parallel.ForEach(machines, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (one, _, index) =>
        {
            string json = KernelListing.OfText(FirewallDerivation.For(one.Pool, one.Machine.Name).Render());
            Interlocked.Add(ref asked, Compare(one.Pool, one.Machine, json, new Random(seed + (int)index), each));
        });
        output.WriteLine($"{asked} headers against {machines.Length} rule sets");
        Assert.True(asked >= wanted);
    }

    [NamespaceFact]
    public void Decide_rule_sets_with_everything_the_reader_knows_agree_with_the_oracle()
    {
        TopologyDocument pool = SampleTopologies.Document(SampleTopologies.Public);
        string json = KernelListing.OfText(WideRuleSet.Text);
        Compare(pool, pool.Machines[0], json, new Random(42), 20_000);
    }

    private static int Compare(TopologyDocument pool, Machine machine, string json, Random random, int each)
    {
        KernelRuleSet rules = KernelListing.Read(json);
        JsonOracle oracle = new(json);
        int asked = 0;
        foreach (IpFamily family in Families)
        {
            MachineModel model = new(rules, Intent.For(pool, machine, family), family);
            HeaderGenerator headers = new(random, family, pool, rules);
            foreach (PacketPath path in Paths)
            {
                for (int i = 0; i < each; i++, asked++)
                {
                    PacketHeader header = headers.Next(path);
                    Outcome outcome = model.Decide(path, header);
                    Verdicts expected = oracle.Judge(path, header);
                    Assert.True(ToVerdicts(outcome) == expected, $"{machine.Name} {path} {header}: model {outcome}, oracle {expected}");
                }
            }
        }
        return asked;
    }

    internal static Verdicts ToVerdicts(Outcome outcome) =>
        (outcome.Passes is null ? Verdicts.None : Verdicts.Passes) | (outcome.Ends is null ? Verdicts.None : Verdicts.Ends);
}
