using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
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

    [NamespaceFact]
    public void RenderListing_says_what_a_kernel_lists_after_loading()
    {
        const int seed = 37;
        Random random = new(seed);
        TopologyDocument[] pools =
        [
            SampleTopologies.Document(SampleTopologies.Public), SampleTopologies.Document(SampleTopologies.Example),
            .. Enumerable.Range(0, 25).Select(_ => RandomTopologies.Next(random)),
        ];
        foreach (TopologyDocument pool in pools)
        {
            foreach (Machine machine in pool.Machines)
            {
                FirewallRuleSet derived = FirewallDerivation.For(pool, machine.Name);
                string[] loaded = Described(KernelListing.Read(KernelListing.OfText(derived.Render())));
                string[] said = Described(KernelListing.Read(derived.RenderListing()));
                Assert.Equal(loaded, said);
            }
        }
    }

    /// <summary>Every chain and rule with every value it asks for; the kernel may join neighbouring networks.</summary>
    private static string[] Described(KernelRuleSet rules) =>
    [
        .. rules.Chains.SelectMany(chain => chain.Rules
            .Select(rule => $"{chain.Name} {chain.Base} {rule.Comment}: {string.Join("; ", rule.Expressions.Select(Described))}")),
    ];

    private static string Described(KernelExpression expression) => expression is KernelExpression.Condition condition
        ? $"{string.Join('.', condition.Keys)} {condition.IsNegated} {Described(condition.Values.Certain)} / {(condition.Values.Possible is { } possible ? Described(possible) : "any")}"
        : expression.ToString();

    private static string Described(ValueList<ValueBox> boxes) => boxes.All(box => box.Fields.Count == 1)
        ? FieldSet.Union(boxes.Select(box => box.Fields[0])).ToString()
        : string.Join(' ', boxes.Select(box => string.Join('.', box.Fields)).Order(StringComparer.Ordinal));

    private static void Check(TopologyDocument document, string what)
    {
        foreach (Machine machine in document.Machines)
        {
            KernelRuleSet rules = KernelListing.Read(KernelListing.OfText(FirewallDerivation.For(document, machine.Name).Render()));
            foreach (IpFamily family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
            {
                ValueList<Difference> found = new MachineModel(rules, new PoolIntent(document).For(machine, family), family).Differences();
                Assert.True(found.Count == 0, $"{what} {machine.Name}: {string.Join('\n', found.Take(5).Select(one => $"{one.Kind} {one.Path} {one.Example()} by {one.Decision} for {one.Reason}"))}");
            }
        }
    }
}
