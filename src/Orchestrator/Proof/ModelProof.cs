using System.Collections.Immutable;
using System.Globalization;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.KernelRules;
using PoolTopology.Topology.Proof;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>What the model says about rule sets, beside a plan, a drift, or the end of an apply. Nothing is probed.</summary>
/// <param name="Line">One line for people.</param>
/// <param name="Problems">Every way in which a machine's rules are not what the topology wants.</param>
/// <param name="LooseTables">Machines whose own table is not what it should be: loading it again helps.</param>
internal sealed record ModelProof(string Line, ImmutableArray<FirewallProblem> Problems, ImmutableArray<string> LooseTables)
{
    /// <summary>Rule sets that a plan judges: producers' first. A plan of many machines must not wait for all of them.</summary>
    public const int MostPlanned = 32;

    /// <summary>Whether every judged machine's rules are what the topology wants.</summary>
    public bool Holds => Problems.IsEmpty;

    /// <summary>Judges the rules that machines would get. Pure.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="changed">The machines that get them; those of producers are always judged.</param>
    public static ModelProof OfDesired(TopologyDocument document, IReadOnlyCollection<string> changed)
    {
        HashSet<string> asked = [.. changed];
        string[] wanted = [.. document.Machines
            .Where(machine => asked.Contains(machine.Name) || SweepPlan.HasProducer(document, machine))
            .OrderByDescending(machine => SweepPlan.HasProducer(document, machine))
            .Select(machine => machine.Name)];
        Dictionary<string, string> listings = wanted.Take(MostPlanned)
            .ToDictionary(machine => machine, machine => FirewallDerivation.For(document, machine).RenderListing());
        return Of(document, listings, "the rules for", wanted.Length - listings.Count);
    }

    /// <summary>Judges what kernels have. Pure.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="listings">What <c>nft -j list ruleset</c> printed, by machine.</param>
    public static ModelProof OfKernels(TopologyDocument document, IReadOnlyDictionary<string, string> listings) =>
        Of(document, listings, "the kernels' rules on", left: 0);

    private static ModelProof Of(
        TopologyDocument document, IReadOnlyDictionary<string, string> listings, string whose, int left)
    {
        Dictionary<string, KernelRuleSet> rules = [];
        List<FirewallProblem> problems = [];
        foreach ((string machine, string listing) in listings)
        {
            KernelRuleSetResult read = KernelRuleSetReader.Read(listing);
            if (listing.Contains(Witness.Table, StringComparison.Ordinal))
                problems.Add(new FirewallProblem(machine, $"{machine}: a firewall proof is at work on it: look again when it is over"));
            else if (read.Rules is not null)
                rules[machine] = read.Rules;
            else
                problems.Add(new FirewallProblem(machine, $"{machine}: its rules cannot be judged: {read.Errors[0]}"));
        }
        ImmutableArray<string> unread = [.. problems.Where(problem => problem.Sentence.Contains(OwnTable, StringComparison.Ordinal)).Select(problem => problem.Machine)];
        try
        {
            MachineJudgement judgement = MachineJudgement.Of(document, rules);
            problems.AddRange(judgement.Findings.Select(finding => new FirewallProblem(finding.Machine, finding.ToString())));
            return new ModelProof(
                LineOf(judgement, problems, whose, listings.Count, left), [.. problems],
                [.. unread, .. Loose(document, rules, judgement)]);
        }
        catch (TooComplexException complex)
        {
            return new ModelProof($"proof: none: {complex.Message}", [new FirewallProblem("", complex.Message)], unread);
        }
    }

    /// <summary>Machines whose pool table alone is not what it should be; what other tables do, loading it does not mend.</summary>
    private static IEnumerable<string> Loose(
        TopologyDocument document, Dictionary<string, KernelRuleSet> rules, MachineJudgement whole)
    {
        Dictionary<string, KernelRuleSet> own = whole.Findings.Select(finding => finding.Machine).Distinct().ToDictionary(
            machine => machine,
            machine => new KernelRuleSet(rules[machine].Chains
                .Where(chain => chain.Name is { Family: TableFamily.Inet, Table: FirewallRuleSet.TableName }).ToValueList()));
        return own.Count == 0 ? [] : MachineJudgement.Of(document, own).Findings.Select(finding => finding.Machine).Distinct();
    }

    private static string LineOf(
        MachineJudgement judgement, List<FirewallProblem> problems, string whose, int judged, int left)
    {
        if (problems.Count > 0)
        {
            string more = problems.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" (and {problems.Count - 1} more)") : "";
            return $"proof: NOT what the topology wants: {problems[0].Sentence}{more}";
        }
        IEnumerable<string> reach = judgement.Producers.Select(
            producer => $"{producer.Producer} is reachable from {Names(producer.From)} only");
        string rest = left > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({left} further machines were not judged here)") : "";
        string machines = judged == 1 ? "1 machine" : string.Create(CultureInfo.InvariantCulture, $"{judged} machines");
        return judged == 0
            ? "proof: none: no machine's rules could be read"
            : $"proof: {string.Concat(reach.Select(one => one + "; "))}{whose} {machines} do for every header what the topology wants{rest}";
    }

    private static string Names(ValueList<string> names)
    {
        string more = names.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNames} more") : "";
        return string.Join(", ", names.DefaultIfEmpty("nobody").Take(MostNames)) + more;
    }

    private const int MostNames = 8;

    private const string OwnTable = $"inet {FirewallRuleSet.TableName} ";
}

/// <summary>One way in which a machine's rules are not what the topology wants.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Sentence">What is wrong.</param>
internal sealed record FirewallProblem(string Machine, string Sentence);
