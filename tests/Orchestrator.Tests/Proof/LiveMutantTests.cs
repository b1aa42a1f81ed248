using System.Collections.Immutable;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Intents;
using PoolTopology.Topology.KernelRules;
using PoolTopology.Topology.Proof;
using PoolTopology.Topology.Tests.Proof;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>
/// Broken rule sets in a real kernel: what the probes measure is what the model says about the rules that the kernel
/// has, and whatever the probes alone would have noticed, the model has noticed too.
/// </summary>
public sealed class LiveMutantTests(ITestOutputHelper output)
{
    private const int Seed = 81;

    /// <summary>How many are tried of each machine's; the ordinary run is a sample.</summary>
    private static readonly int Wanted =
        int.TryParse(Environment.GetEnvironmentVariable("POOLTOPOLOGY_LIVE_MUTANTS"), out int wanted) ? wanted : 8;

    [RootFact]
    public async Task Sweeps_of_broken_rule_sets_agree_with_the_model_of_what_the_kernel_has()
    {
        await using ProofLab lab = await ProofLab.StartAsync();
        Counts counts = new();
        foreach (Machine machine in lab.Document.Machines.Where(machine => machine.Name != "edge-2"))
            await TryMachineAsync(lab, machine, counts);
        output.WriteLine($"{counts.Tried} broken rule sets in the kernel: {counts.Refused} refused by it, {counts.ByModel} change what passes and were found by the model, {counts.ByProbes} of them by the probes alone, {counts.Same} change nothing");
        Assert.True(counts.ByModel > 0 && counts.ByProbes > 0);
    }

    private static async Task TryMachineAsync(ProofLab lab, Machine machine, Counts counts)
    {
        NamespaceVantage kernel = lab.MachineOf(machine.Name);
        string original = await kernel.RunAsync(["nft", "-j", "list", "ruleset"], "", CancellationToken.None);
        Dictionary<string, KernelRuleSet> rules = [];
        foreach (NamespaceVantage one in lab.Machines)
            rules[one.Name] = KernelRuleSetReader.Read(await one.RunAsync(["nft", "-j", "list", "ruleset"], "", CancellationToken.None)).Rules!;
        Dictionary<string, IVantage> places = lab.Threads.ToDictionary(place => place.Name);
        Dictionary<string, VantageFacts> facts = [];
        foreach (IVantage place in places.Values)
            facts[place.Name] = await place.LookAsync([], CancellationToken.None);
        foreach (IVantage place in places.Values)
            facts[place.Name] = await place.LookAsync(SweepPlan.TargetsOf(lab.Document, facts, place.Name), CancellationToken.None);
        Dictionary<(string, string), string> cuts = [];
        ImmutableArray<PlannedSweep> sweeps = [.. SweepPlan.Create(lab.Document, facts, cuts, isExhaustive: false).Sweeps
            .Where(sweep => sweep.Measured == machine.Name)
            .Select(sweep => sweep with { Order = sweep.Order with { Ports = "1,21-23,53,80,123,443,445,1023-1025,3000-3006,8079-8081,12797-12804,61000,65535" } })];
        RuleSetMutant[] mutants = [.. RuleSetMutants.Of(original)];
        new Random(Seed).Shuffle(mutants);
        ProbePrediction good = new(lab.Document, rules);
        foreach (RuleSetMutant mutant in mutants.Take(Wanted))
        {
            counts.Tried++;
            await kernel.RunAsync(["nft", "flush", "ruleset"], "", CancellationToken.None);
            if (!await TryLoadAsync(kernel, mutant))
            {
                counts.Refused++;
                continue;
            }
            string listing = await kernel.RunAsync(["nft", "-j", "list", "ruleset"], "", CancellationToken.None);
            Dictionary<string, KernelRuleSet> broken = new(rules) { [machine.Name] = KernelRuleSetReader.Read(listing).Rules! };
            bool isFound = IsFound(lab.Document, machine, broken[machine.Name]);
            ImmutableArray<SweepEvidence> evidence = await new LiveProof(places, [machine.Name]).RunAsync(sweeps, CancellationToken.None);
            ProbePrediction prediction = new(lab.Document, broken);
            string[] surprises = [.. evidence.SelectMany(sweep => ProofReasoning.Disagreements(lab.Document, prediction, sweep))];
            Assert.True(surprises.Length == 0, $"{machine.Name}: {mutant.What}: {string.Join("; ", surprises)}");
            bool isNoticed = evidence.SelectMany(sweep => ProofReasoning.Disagreements(lab.Document, good, sweep)).Any();
            Assert.True(isFound || !isNoticed, $"{machine.Name}: {mutant.What}: the probes notice it and the model does not");
            counts.ByModel += isFound ? 1 : 0;
            counts.Same += isFound ? 0 : 1;
            counts.ByProbes += isNoticed ? 1 : 0;
        }
        await kernel.RunAsync(["nft", "flush", "ruleset"], "", CancellationToken.None);
        await kernel.RunAsync(["nft", "-j", "-f", "-"], original, CancellationToken.None);
    }

    private static bool IsFound(TopologyDocument document, Machine machine, KernelRuleSet rules) =>
        ((IpFamily[])[IpFamily.V4, IpFamily.V6]).Any(family =>
            new MachineModel(rules, new PoolIntent(document).For(machine, family), family).Differences().Count > 0);

    // Some mistakes the kernel does not take: a set without a rule's family, a rule before its chain.
    private static async Task<bool> TryLoadAsync(NamespaceVantage kernel, RuleSetMutant mutant)
    {
        try
        {
            await kernel.RunAsync(["nft", "-j", "-f", "-"], mutant.Json, CancellationToken.None);
            return true;
        }
        catch (CommandFailure)
        {
            return false;
        }
    }

    private sealed class Counts
    {
        public int Tried { get; set; }

        public int Refused { get; set; }

        public int ByModel { get; set; }

        public int ByProbes { get; set; }

        public int Same { get; set; }
    }
}
