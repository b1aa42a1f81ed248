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

/// <summary>
/// Broken rule sets: the model finds every one that does something else than the topology wants, and accuses none that
/// does the same. The oracle is the judge of that, packet by packet.
/// </summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private const int Seed = 51;
    private const int HeadersPerSpace = 400;

    private static readonly PacketPath[] Paths = Enum.GetValues<PacketPath>();

    private static readonly IpFamily[] Families = [IpFamily.V4, IpFamily.V6];

    [NamespaceFact]
    public void Differences_every_mutant_that_changes_what_passes_is_found_and_no_other()
    {
        TopologyDocument pool = SampleTopologies.Document(SampleTopologies.Public);
        int found = 0;
        int harmless = 0;
        foreach (Machine machine in pool.Machines)
        {
            string listing = KernelListing.OfText(FirewallDerivation.For(pool, machine.Name).Render());
            JsonOracle original = new(listing);
            Parallel.ForEach(RuleSetMutants.Of(listing), new ParallelOptions { MaxDegreeOfParallelism = 2 }, (mutant, _, index) =>
            {
                string what = $"{machine.Name}: {mutant.What}";
                KernelRuleSet rules = KernelListing.Read(mutant.Json);
                JsonOracle broken = new(mutant.Json);
                Difference[] differences = [.. Families.SelectMany(family => Model(pool, machine, family, rules).Differences())];
                foreach (Difference difference in differences.Take(20))
                    Confirm(what, original, broken, difference);
                if (differences.Length > 0)
                {
                    Interlocked.Increment(ref found);
                    return;
                }
                Interlocked.Increment(ref harmless);
                SearchForDifference(what, pool, machine, rules, original, broken, new Random(Seed + (int)index));
            });
        }
        output.WriteLine($"{found + harmless} mutants: {found} change what passes and were found, {harmless} do not");
        Assert.True(found >= 1000, $"{found} mutants change what passes");
    }

    [NamespaceFact]
    public void Differences_every_mutant_of_random_pools_is_judged_as_the_oracle_judges_it()
    {
        Random random = new(Seed);
        int judged = 0;
        for (int round = 0; round < 3; round++)
        {
            TopologyDocument pool = RandomTopologies.Next(random);
            Machine machine = pool.Machines[random.Next(pool.Machines.Count)];
            string listing = KernelListing.OfText(FirewallDerivation.For(pool, machine.Name).Render());
            JsonOracle original = new(listing);
            RuleSetMutant[] mutants = [.. RuleSetMutants.Of(listing)];
            random.Shuffle(mutants);
            foreach (RuleSetMutant mutant in mutants.Take(100))
            {
                string what = $"seed {Seed} round {round} {machine.Name}: {mutant.What}";
                KernelRuleSet rules = KernelListing.Read(mutant.Json);
                JsonOracle broken = new(mutant.Json);
                Difference[] differences = [.. Families.SelectMany(family => Model(pool, machine, family, rules).Differences())];
                foreach (Difference difference in differences.Take(20))
                    Confirm(what, original, broken, difference);
                if (differences.Length == 0)
                    SearchForDifference(what, pool, machine, rules, original, broken, random);
                judged++;
            }
        }
        Assert.True(judged > 200);
    }

    private static MachineModel Model(TopologyDocument pool, Machine machine, IpFamily family, KernelRuleSet rules) =>
        new(rules, Intent.For(pool, machine, family), family);

    /// <summary>A difference is real when the oracle sees the mutant do something else with a packet of it.</summary>
    private static void Confirm(string what, JsonOracle original, JsonOracle broken, Difference difference)
    {
        PacketHeader example = difference.Example();
        Assert.True(
            original.Judge(difference.Path, example) != broken.Judge(difference.Path, example),
            $"{what}: the model says {difference.Kind} by {difference.Decision}, the oracle sees no difference for {example}");
    }

    private static void SearchForDifference(
        string what, TopologyDocument pool, Machine machine, KernelRuleSet rules, JsonOracle original, JsonOracle broken, Random random)
    {
        foreach (IpFamily family in Families)
        {
            MachineIntent intent = Intent.For(pool, machine, family);
            HeaderGenerator headers = new(random, family, pool, rules);
            foreach (PacketPath path in Paths.Where(path => intent.Paths.Contains(path)))
            {
                for (int i = 0; i < HeadersPerSpace; i++)
                {
                    PacketHeader header = headers.Next(path);
                    Assert.True(original.Judge(path, header) == broken.Judge(path, header), $"{what}: the model missed {path} {header}");
                }
            }
        }
    }
}
