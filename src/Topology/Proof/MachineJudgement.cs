using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Intents;
using PoolTopology.Topology.KernelRules;

namespace PoolTopology.Topology.Proof;

/// <summary>The verdict on some of a plan's machines, each for itself: no matrix of all pairs.</summary>
/// <param name="Findings">Every difference from the topology.</param>
/// <param name="Producers">Who reaches the producers on those machines.</param>
public sealed record MachineJudgement(ValueList<ProofFinding> Findings, ValueList<ProducerReach> Producers)
{
    private static readonly IpFamily[] Families = [IpFamily.V4, IpFamily.V6];

    /// <summary>Judges the rule sets. Pure.</summary>
    /// <remarks>Cost: some milliseconds a machine, on all processors.</remarks>
    /// <param name="document">The plan.</param>
    /// <param name="rules">The rule sets to judge, by machine.</param>
    /// <exception cref="TooComplexException">A rule set tells apart too much.</exception>
    public static MachineJudgement Of(TopologyDocument document, IReadOnlyDictionary<string, KernelRuleSet> rules)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(rules);
        Parties parties = Parties.Of(document);
        PoolIntent intent = new(document);
        Machine[] machines = [.. document.Machines.Where(machine => rules.ContainsKey(machine.Name))];
        JudgedMachine[] judged = new JudgedMachine[machines.Length];
        JudgedMachine.ForEach(machines.Length, i => judged[i] = JudgedMachine.Judge(intent, machines[i], rules[machines[i].Name], parties));
        return new MachineJudgement(
            judged.SelectMany(machine => machine.Findings).ToValueList(),
            judged.SelectMany(machine => ReachOf(document, machine, parties)).ToValueList());
    }

    private static IEnumerable<ProducerReach> ReachOf(TopologyDocument document, JudgedMachine machine, Parties parties) =>
        document.NodesOn(machine.Machine.Name).OfType<ProducerNode>().Select(producer => new ProducerReach(
            producer.Name,
            parties.All
                .Where(party => party.Name != machine.Machine.Name && Families.Any(family => IsOpen(machine, producer, party, family)))
                .Select(party => party.Name).ToValueList()));

    private static bool IsOpen(JudgedMachine machine, ProducerNode producer, Party party, IpFamily family) =>
        party.AddressesOf(family) is { IsEmpty: false } addresses
            && machine.Incoming(family, addresses).Tcp.Any.Overlaps(FieldSet.OfValues(producer.Port));
}
