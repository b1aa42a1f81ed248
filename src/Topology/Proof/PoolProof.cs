using System.Runtime.CompilerServices;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Intents;
using PoolTopology.Topology.KernelRules;

namespace PoolTopology.Topology.Proof;

/// <summary>The verdict on the firewalls of a whole pool: every difference from the topology, and who reaches what.</summary>
/// <param name="Findings">Every difference; empty when the kernels do exactly what the topology wants.</param>
/// <param name="Matrix">Who can begin what with whom; for each machine and family, every address there is.</param>
public sealed record PoolProof(ValueList<ProofFinding> Findings, ValueList<ReachRow> Matrix)
{
    private static readonly IpFamily[] Families = [IpFamily.V4, IpFamily.V6];

    /// <summary>Judges the rule sets of a plan's machines. Pure.</summary>
    /// <remarks>Cost: machines are judged on all processors; some milliseconds each.</remarks>
    /// <param name="document">The plan, with the addresses that the rule sets were read under.</param>
    /// <param name="rules">The rule set of every machine of the plan, by name.</param>
    /// <exception cref="TooComplexException">A rule set tells apart too much.</exception>
    public static PoolProof Of(TopologyDocument document, IReadOnlyDictionary<string, KernelRuleSet> rules)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(rules);
        Parties parties = Parties.Of(document);
        PoolIntent intent = new(document);
        JudgedMachine[] judged = new JudgedMachine[document.Machines.Count];
        JudgedMachine.ForEach(judged.Length, i =>
        {
            Machine machine = document.Machines[i];
            judged[i] = JudgedMachine.Judge(intent, machine, rules[machine.Name], parties);
        });
        return new PoolProof(
            judged.SelectMany(machine => machine.Findings).ToValueList(),
            Families.SelectMany(family => judged.SelectMany(machine => RowsTo(machine, family, judged, parties))).ToValueList());
    }

    private static IEnumerable<ReachRow> RowsTo(
        JudgedMachine target, IpFamily family, JudgedMachine[] machines, Parties parties)
    {
        Dictionary<Reach, List<string>> rows = [];
        Dictionary<(Reach, Reach), List<string>> joined = new(SameReaches.Instance);
        for (int i = 0; i < parties.All.Count; i++)
        {
            Party party = parties.All[i];
            FieldSet addresses = party.AddressesOf(family);
            if (addresses.IsEmpty || party.Name == target.Machine.Name)
                continue;
            Reach incoming = target.Incoming(family, addresses);

            // Where the sender is a machine of the pool, its own firewall is asked first.
            Reach? outgoing = i < machines.Length ? machines[i].Outgoing(family, target.AddressesOf(family)) : null;
            (Reach, Reach) pair = (outgoing ?? incoming, incoming);
            if (!joined.TryGetValue(pair, out List<string>? names))
            {
                Reach reach = outgoing is null ? incoming : outgoing.Then(incoming);
                if (!rows.TryGetValue(reach, out names))
                    rows[reach] = names = [];
                joined[pair] = names;
            }
            names.Add(party.Name);
        }
        return rows.Select(row => new ReachRow(target.Machine.Name, family, row.Value.ToValueList(), row.Key));
    }

    /// <summary>The same two values in memory: answers are remembered, so that equal questions have the same one.</summary>
    private sealed class SameReaches : IEqualityComparer<(Reach, Reach)>
    {
        public static readonly SameReaches Instance = new();

        public bool Equals((Reach, Reach) x, (Reach, Reach) y) =>
            ReferenceEquals(x.Item1, y.Item1) && ReferenceEquals(x.Item2, y.Item2);

        public int GetHashCode((Reach, Reach) pair) => HashCode.Combine(
            RuntimeHelpers.GetHashCode(pair.Item1), RuntimeHelpers.GetHashCode(pair.Item2));
    }
}
