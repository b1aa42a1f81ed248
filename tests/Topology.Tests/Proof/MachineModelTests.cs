using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Intents;
using PoolTopology.Topology.KernelRules;
using PoolTopology.Topology.Proof;
using PoolTopology.Topology.Tests.Firewall;
using Xunit;

namespace PoolTopology.Topology.Tests.Proof;

public sealed class MachineModelTests
{
    [NamespaceFact]
    public void Differences_derived_rules_of_the_samples_have_none()
    {
        foreach (string text in (string[])[SampleTopologies.Public, SampleTopologies.Example])
            Check(SampleTopologies.Document(text), "sample");
    }

    [NamespaceFact]
    public void Differences_derived_rules_of_random_pools_have_none()
    {
        const int seed = 31;
        Random random = new(seed);
        for (int round = 0; round < 40; round++)
            Check(RandomTopologies.Next(random), $"seed {seed} round {round}");
    }

    private static void Check(TopologyDocument document, string what)
    {
        foreach (Machine machine in document.Machines)
        {
            KernelRuleSet rules = KernelListing.Read(KernelListing.OfText(FirewallDerivation.For(document, machine.Name).Render()));
            foreach (IpFamily family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
            {
                ValueList<Difference> found = new MachineModel(rules, Intent.For(document, machine, family), family).Differences();
                Assert.True(found.Count == 0, $"{what} {machine.Name}: {string.Join('\n', found.Take(5).Select(one => $"{one.Kind} {one.Path} {one.Example()} by {one.Decision} for {one.Reason}"))}");
            }
        }
    }
}
