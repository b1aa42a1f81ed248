using System.Collections.Immutable;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>
/// Which sweeps prove a pool, in both IP families: every TCP and UDP port of every producer's machine from every other
/// place, every port of a stranger from it, and for everything else the ports around all that the topology names.
/// Pure.
/// </summary>
internal static class SweepPlan
{
    /// <summary>Every port there is.</summary>
    public static readonly FieldSet EveryPort = FieldSet.Between(1, ushort.MaxValue);

    private const int RandomPorts = 200;
    private const int RandomSeed = 1;

    private static readonly (IpFamily Family, string Word)[] Families = [(IpFamily.V4, "v4"), (IpFamily.V6, "v6")];

    private static readonly string[] Protocols = ["tcp", "udp"];

    /// <summary>The sweeps.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="facts">Every place, by name: the machines of the plan and the stranger.</param>
    /// <param name="isExhaustive">Whether every port of every machine is probed.</param>
    public static ImmutableArray<PlannedSweep> Create(
        TopologyDocument document, IReadOnlyDictionary<string, VantageFacts> facts, bool isExhaustive)
    {
        FieldSet named = NamedPorts(document);
        List<PlannedSweep> sweeps = [];
        foreach (Machine machine in document.Machines)
        {
            foreach ((string other, VantageFacts place) in facts.Where(one => one.Key != machine.Name))
            {
                bool isEveryPort = isExhaustive || NeedsEveryPort(document, machine, SweepEvidence.Incoming, other);
                Add(SweepEvidence.Incoming, other, place, machine.Name, facts[machine.Name], isEveryPort ? EveryPort : named);
                if (!HasProducer(document, machine))
                    continue;
                isEveryPort = isExhaustive || NeedsEveryPort(document, machine, SweepEvidence.Outgoing, other);
                Add(SweepEvidence.Outgoing, machine.Name, facts[machine.Name], other, place, isEveryPort ? EveryPort : named);
            }
        }
        return [.. sweeps];

        void Add(string way, string from, VantageFacts sender, string to, VantageFacts receiver, FieldSet ports)
        {
            foreach ((IpFamily family, string word) in Families)
            {
                if (sender.AddressOf(family) is not { } source || receiver.AddressOf(family) is not { } target)
                    continue;
                foreach (string protocol in Protocols)
                {
                    SweepOrder order = new(
                        SourcePort(sweeps.Count), protocol, sender.Interface, source, target,
                        way == SweepEvidence.Incoming ? receiver.Hardware : null, PortText.Write(ports), PauseEvery: 0);
                    sweeps.Add(new PlannedSweep(from, to, way, word, order));
                }
            }
        }
    }

    /// <summary>Whether a proof without every port of this sweep is none.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="machine">The machine whose firewall is measured.</param>
    /// <param name="way">Which way.</param>
    /// <param name="other">The other end.</param>
    public static bool NeedsEveryPort(TopologyDocument document, Machine machine, string way, string other) =>
        HasProducer(document, machine) && (way == SweepEvidence.Incoming || other == Stranger.Name);

    /// <summary>Whether a producer runs on a machine: then what leaves it is measured too.</summary>
    public static bool HasProducer(TopologyDocument document, Machine machine) =>
        document.NodesOn(machine.Name).Any(node => node is ProducerNode);

    private static int SourcePort(int sweep)
    {
        int port = Witness.FirstSourcePort + sweep;
        return port <= Witness.LastSourcePort
            ? port
            : throw new CommandFailure(ExitCodes.Error,
                $"more than {Witness.LastSourcePort - Witness.FirstSourcePort + 1} sweeps would be needed", "prove the machines in parts");
    }

    /// <summary>The ports of all services, their neighbours, both ends, and some at random.</summary>
    private static FieldSet NamedPorts(TopologyDocument document)
    {
        Random random = new(RandomSeed);
        IEnumerable<int> services = document.Nodes
            .SelectMany(node => new[] { node.Port, node.RpcPort, node.MetricsPort })
            .Concat(document.Machines.Select(machine => machine.Ssh.Port));
        return FieldSet.OfValues(services
            .SelectMany(port => new[] { port - 1, port, port + 1 })
            .Concat([1, 53, 80, 123, 443, ushort.MaxValue])
            .Concat(Enumerable.Range(0, RandomPorts).Select(_ => random.Next(1, ushort.MaxValue)))
            .Where(port => port is >= 1 and <= ushort.MaxValue));
    }
}
