using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.KernelRules;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>Proves the firewalls of a running pool: reads the kernels' rules, judges them, measures, concludes.</summary>
/// <param name="topology">The plan.</param>
/// <param name="document">The plan with the machines' real addresses.</param>
/// <param name="machines">The machines of the plan, in its order.</param>
/// <param name="stranger">A place that the plan does not know.</param>
/// <param name="interfaceName">The interface that leads from each place to the others.</param>
/// <param name="tell">Told what happens.</param>
/// <param name="time">The clock.</param>
internal sealed class ProofRun(
    ProofTopology topology, TopologyDocument document, ImmutableArray<IVantage> machines, IVantage stranger,
    string interfaceName, Action<PoolEvent> tell, TimeProvider time)
{
    private static readonly string[] LegacyLists = ["/proc/net/ip_tables_names", "/proc/net/ip6_tables_names"];

    /// <summary>Proves.</summary>
    /// <param name="isExhaustive">Whether every port of every machine is probed, not only of producers' machines.</param>
    /// <param name="cancellation">Ends the work; what was added to machines is taken away again.</param>
    /// <exception cref="CommandFailure">A machine could not be asked, or its rules are not understood.</exception>
    public async Task<ProofBundle> RunAsync(bool isExhaustive, CancellationToken cancellation)
    {
        DateTimeOffset startedAt = time.GetUtcNow();
        long start = time.GetTimestamp();
        ImmutableArray<IVantage> places = [.. machines, stranger];
        await RemoveWitnessesAsync(cancellation);
        Dictionary<string, VantageFacts> facts = (await Task.WhenAll(places.Select(async place =>
            (place.Name, Facts: await VantageFacts.ReadAsync(place, interfaceName, cancellation)))))
            .ToDictionary(one => one.Name, one => one.Facts);
        ProofMachine[] read = await Task.WhenAll(machines.Select(machine => ReadAsync(machine, facts[machine.Name], cancellation)));
        Dictionary<string, KernelRuleSet> rules = read.ToDictionary(machine => machine.Name, Understand);
        TimeSpan readFor = time.GetElapsedTime(start);
        tell(new RulesRead(time.GetUtcNow(), read, readFor.TotalMilliseconds));

        start = time.GetTimestamp();
        ProofModel model = ProofReasoning.Judge(document, rules);
        TimeSpan judgedFor = time.GetElapsedTime(start);
        tell(new ModelJudged(time.GetUtcNow(), model.Findings.Count, judgedFor.TotalMilliseconds));

        start = time.GetTimestamp();
        ProofLive live = await MeasureAsync(places, SweepPlan.Create(document, facts, isExhaustive), rules, cancellation);
        TimeSpan measuredFor = time.GetElapsedTime(start);
        tell(new FirewallsProbed(
            time.GetUtcNow(), live.Sweeps.Count, live.Sweeps.Sum(sweep => sweep.Arrived), measuredFor.TotalMilliseconds));

        ProofTimes times = new(Round(readFor), Round(judgedFor), Round(measuredFor));
        ProofVerdict verdict = ProofReasoning.Conclude(document, rules, read, model, live);
        return BundleFile.Seal(new ProofBundle(
            ProofBundle.FormatName, ProofBundle.CurrentVersion, startedAt, await ToolsAsync(cancellation), times, topology,
            read, model, live, verdict, Digest: ""));
    }

    private async Task<ProofLive> MeasureAsync(
        ImmutableArray<IVantage> places, ImmutableArray<PlannedSweep> sweeps, Dictionary<string, KernelRuleSet> rules,
        CancellationToken cancellation)
    {
        ImmutableArray<string> measured = [.. sweeps.Select(sweep => sweep.Measured).Distinct()];
        Dictionary<(string, string), ulong> before = await CountersAsync(cancellation);
        LiveProof live = new(places.ToDictionary(place => place.Name), measured);
        ImmutableArray<SweepEvidence> evidence = await live.RunAsync(sweeps, cancellation);
        Dictionary<(string, string), ulong> after = await CountersAsync(cancellation);
        string[] listings = await Task.WhenAll(machines.Select(machine => ListAsync(machine, cancellation)));
        return new ProofLive(
            [.. places.Select(place => place.Name)],
            evidence,
            [.. after.Select(counter => new CounterEvidence(
                counter.Key.Item1, counter.Key.Item2, before.GetValueOrDefault(counter.Key), counter.Value))],
            [.. machines.Zip(listings)
                .Where(one => KernelRuleSetReader.Read(one.Second).Rules != rules[one.First.Name])
                .Select(one => one.First.Name)]);
    }

    private static async Task<ProofMachine> ReadAsync(IVantage machine, VantageFacts facts, CancellationToken cancellation)
    {
        string listing = await ListAsync(machine, cancellation);
        string legacy = await machine.RunAsync(["sh", "-c", $"cat {string.Join(' ', LegacyLists)} 2>/dev/null || true"], "", cancellation);
        return new ProofMachine(
            machine.Name, [.. facts.Addresses], listing, BundleFile.Sha256(listing),
            [.. legacy.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct()]);
    }

    private static Task<string> ListAsync(IVantage machine, CancellationToken cancellation) =>
        machine.RunAsync(["nft", "-j", "list", "ruleset"], "", cancellation);

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

    private async Task<Dictionary<(string Machine, string Counter), ulong>> CountersAsync(CancellationToken cancellation)
    {
        Dictionary<(string, string), ulong> counters = [];
        foreach (IVantage machine in machines)
        {
            using JsonDocument listing = JsonDocument.Parse(
                await machine.RunAsync(["nft", "-j", "list", "counters"], "", cancellation));
            foreach (JsonElement item in listing.RootElement.GetProperty("nftables").EnumerateArray())
            {
                if (item.TryGetProperty("counter", out JsonElement counter))
                    counters[(machine.Name, counter.GetProperty("name").GetString() ?? "")] = counter.GetProperty("packets").GetUInt64();
            }
        }
        return counters;
    }

    // A proof that was killed may have left its table.
    private async Task RemoveWitnessesAsync(CancellationToken cancellation)
    {
        foreach (IVantage machine in machines)
            await machine.RunAsync(["nft", "-f", "-"], Witness.Remove(), cancellation);
    }

    private static async Task<ProofTools> ToolsAsync(CancellationToken cancellation) => new(
        Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "",
        (await SystemCommand.RunAsync(["nft", "--version"], "", cancellation)).Trim(),
        RuntimeInformation.OSDescription);

    private static double Round(TimeSpan span) => Math.Round(span.TotalMilliseconds, 1);
}
