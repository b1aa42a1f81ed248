using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.KernelRules;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>Proves the firewalls of a running pool: reads the kernels' rules, judges them, measures, concludes.</summary>
/// <param name="topology">The plan.</param>
/// <param name="document">The plan with the machines' real addresses.</param>
/// <param name="ground">Where it takes place: the machines, in the plan's order, and outsiders.</param>
/// <param name="tell">Told what happens.</param>
/// <param name="time">The clock.</param>
internal sealed class ProofRun(
    ProofTopology topology, TopologyDocument document, ProofGround ground, Action<PoolEvent> tell, TimeProvider time)
{
    /// <summary>Proves.</summary>
    /// <param name="isExhaustive">Whether every port of every machine is probed, not only of producers' machines.</param>
    /// <param name="cancellation">Ends the work; what was added to machines is taken away again.</param>
    /// <exception cref="CommandFailure">A machine could not be asked, or its rules are not understood.</exception>
    public async Task<ProofBundle> RunAsync(bool isExhaustive, CancellationToken cancellation)
    {
        DateTimeOffset startedAt = time.GetUtcNow();
        long start = time.GetTimestamp();
        Dictionary<string, VantageFacts> facts = await AskAllAsync(ground.Places, place => place.LookAsync([], cancellation));
        Dictionary<string, KernelFacts> kernels = await AskAllAsync(ground.Machines, machine => machine.ReadKernelAsync(cancellation));
        ProofMachine[] read = [.. ground.Machines.Select(machine => Describe(machine.Name, facts[machine.Name], kernels[machine.Name]))];
        Dictionary<string, KernelRuleSet> rules = read.ToDictionary(machine => machine.Name, Understand);
        TimeSpan readFor = time.GetElapsedTime(start);
        tell(new RulesRead(time.GetUtcNow(), read, readFor.TotalMilliseconds));

        start = time.GetTimestamp();
        ProofModel model = ProofReasoning.Judge(document, rules);
        TimeSpan judgedFor = time.GetElapsedTime(start);
        tell(new ModelJudged(time.GetUtcNow(), model.Findings.Count, judgedFor.TotalMilliseconds));

        start = time.GetTimestamp();
        ProofLive live = await MeasureAsync(facts, kernels, rules, isExhaustive, cancellation);
        TimeSpan measuredFor = time.GetElapsedTime(start);
        tell(new FirewallsProbed(
            time.GetUtcNow(), live.Sweeps.Count, live.Sweeps.Sum(sweep => sweep.Arrived), measuredFor.TotalMilliseconds));

        ProofTimes times = new(Round(readFor), Round(judgedFor), Round(measuredFor));
        ProofVerdict verdict = ProofReasoning.Conclude(document, rules, read, model, live);
        return BundleFile.Seal(new ProofBundle(
            ProofBundle.FormatName, ProofBundle.CurrentVersion, startedAt, Tools(kernels.Values), times, topology,
            read, model, live, verdict, Digest: ""));
    }

    private async Task<ProofLive> MeasureAsync(
        Dictionary<string, VantageFacts> facts, Dictionary<string, KernelFacts> before, Dictionary<string, KernelRuleSet> rules,
        bool isExhaustive, CancellationToken cancellation)
    {
        Dictionary<string, VantageFacts> connected = await AskAllAsync(
            ground.Places, place => place.LookAsync(SweepPlan.TargetsOf(document, facts, place.Name), cancellation));
        (ImmutableArray<PlannedSweep> sweeps, ImmutableArray<NoWay> noWays) =
            SweepPlan.Create(document, connected, Translated(connected), isExhaustive);
        ImmutableArray<string> measured = [.. sweeps.Select(sweep => sweep.Measured).Distinct()];
        LiveProof live = new(ground.Places.ToDictionary(place => place.Name), measured);
        ImmutableArray<SweepEvidence> evidence = await live.RunAsync(sweeps, cancellation);
        Dictionary<string, KernelFacts> after = await AskAllAsync(ground.Machines, machine => machine.ReadKernelAsync(cancellation));
        return new ProofLive(
            ground.Kind,
            [.. ground.Places.Select(place => new ProofPlace(place.Name, KindOf(place, facts), [.. facts[place.Name].Addresses]))],
            noWays,
            evidence,
            [.. ground.Machines.SelectMany(machine => Compare(machine.Name, before[machine.Name], after[machine.Name]))],
            [.. ground.Machines.Select(machine => machine.Name)
                .Where(machine => KernelRuleSetReader.Read(after[machine].RuleSet).Rules != rules[machine])],
            ground.Remarks);
    }

    private string KindOf(IVantage place, Dictionary<string, VantageFacts> facts) => document.FindMachine(place.Name) is not null
        ? ProofPlace.Machine
        : ProofReasoning.KindOf(document, facts[place.Name].Addresses);

    /// <summary>
    /// Machines that know this computer by another address than its own: on the way ports are rewritten as well, by which
    /// probes are told apart, or another machine's connection is used.
    /// </summary>
    private Dictionary<(string, string), string> Translated(Dictionary<string, VantageFacts> facts)
    {
        Dictionary<(string, string), string> cuts = [];
        if (ground.Here is not { } here)
            return cuts;
        foreach (string machine in ground.Machines.Select(place => place.Name))
        {
            string seen = facts[machine].ClientAddress;
            if (seen.Length == 0 || facts[here].Addresses.Contains(seen))
                continue;
            string reason = $"{machine} knows {here} as {seen}: a jump host or a translated address is in between";
            cuts[(here, machine)] = reason;
            cuts[(machine, here)] = reason;
        }
        return cuts;
    }

    /// <summary>Asks several places at the same time; all that fail are named.</summary>
    private static async Task<Dictionary<string, T>> AskAllAsync<T>(IEnumerable<IVantage> places, Func<IVantage, Task<T>> ask)
    {
        (string Name, T? Answer, CommandFailure? Failure)[] answers = await Task.WhenAll(places.Select(async place =>
        {
            try
            {
                return (place.Name, (T?)await ask(place), (CommandFailure?)null);
            }
            catch (CommandFailure failed)
            {
                return (place.Name, default(T), failed);
            }
        }));
        CommandFailure[] failures = [.. answers.Select(answer => answer.Failure).OfType<CommandFailure>()];
        return failures.Length == 0
            ? answers.ToDictionary(answer => answer.Name, answer => answer.Answer!)
            : throw new CommandFailure(
                failures.Max(failure => failure.ExitCode), string.Join("\npool: ", failures.Select(failure => failure.Message)), failures[0].Hint);
    }

    private static ProofMachine Describe(string name, VantageFacts facts, KernelFacts kernel) => new(
        name, [.. facts.Addresses], kernel.RuleSet, BundleFile.Sha256(kernel.RuleSet), [.. kernel.LegacyTables]);

    /// <summary>A rule set that can be judged and measured.</summary>
    private static KernelRuleSet Understand(ProofMachine machine)
    {
        KernelRuleSetResult result = KernelRuleSetReader.Read(machine.RuleSet);
        if (result.Rules is not { } rules)
        {
            throw new CommandFailure(ExitCodes.VerificationFailed,
                $"the rules of {machine.Name} cannot be judged: {string.Join("; ", result.Errors)}",
                "a proof covers what it understands and nothing else: take these rules out, or prove without this machine");
        }
        foreach (KernelChain chain in rules.Chains)
        {
            if (chain.Base is { } hooked && Math.Abs((long)hooked.Priority) >= Witness.OuterPriority)
            {
                throw new CommandFailure(ExitCodes.VerificationFailed,
                    $"{machine.Name}: the chain {chain.Name} has priority {hooked.Priority}, where the measurement stands",
                    $"chains of a machine that is to be proved lie between -{Witness.OuterPriority} and {Witness.OuterPriority}");
            }
        }
        return rules;
    }

    private static IEnumerable<CounterEvidence> Compare(string machine, KernelFacts before, KernelFacts after)
    {
        Dictionary<string, ulong> earlier = CountersOf(before);
        return CountersOf(after).Select(counter =>
            new CounterEvidence(machine, counter.Key, earlier.GetValueOrDefault(counter.Key), counter.Value));
    }

    /// <summary>The named counters of a listing.</summary>
    private static Dictionary<string, ulong> CountersOf(KernelFacts kernel)
    {
        Dictionary<string, ulong> counters = [];
        using JsonDocument listing = JsonDocument.Parse(kernel.RuleSet);
        foreach (JsonElement item in listing.RootElement.GetProperty("nftables").EnumerateArray())
        {
            if (item.TryGetProperty("counter", out JsonElement counter))
                counters[counter.GetProperty("name").GetString() ?? ""] = counter.GetProperty("packets").GetUInt64();
        }
        return counters;
    }

    private static ProofTools Tools(IEnumerable<KernelFacts> kernels) => new(
        Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "",
        string.Join(", ", kernels.Select(kernel => kernel.Nft).Distinct()),
        string.Join(", ", kernels.Select(kernel => kernel.Kernel).Distinct()));

    private static double Round(TimeSpan span) => Math.Round(span.TotalMilliseconds, 1);
}
