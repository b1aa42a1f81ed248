using System.Collections.Immutable;
using System.Net;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>
/// Which sweeps prove a pool, in both IP families: every TCP and UDP port of every producer's machine from every other
/// place; for everything else, what leaves a producer's machine included, the ports around all that the topology names.
/// Pure.
/// </summary>
internal static class SweepPlan
{
    /// <summary>Every port there is.</summary>
    public static readonly FieldSet EveryPort = FieldSet.Between(1, ushort.MaxValue);

    private const int MostCandidates = 8;
    private const int RandomPorts = 200;
    private const int RandomSeed = 1;

    private static readonly (IpFamily Family, string Word)[] Families = [(IpFamily.V4, "v4"), (IpFamily.V6, "v6")];

    private static readonly string[] Protocols = ["tcp", "udp"];

    /// <summary>What each place has to find ways to: every address of every other one.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="places">Every place, by name, without routes.</param>
    /// <param name="from">Who looks.</param>
    public static ImmutableArray<ProbeTarget> TargetsOf(
        TopologyDocument document, IReadOnlyDictionary<string, VantageFacts> places, string from) =>
    [
        .. places.Where(place => place.Key != from && (document.FindMachine(from) is not null || document.FindMachine(place.Key) is not null))
            .SelectMany(place => Families.SelectMany(family => CandidatesOf(document, place.Key, place.Value, family.Family))
                .Select(address => new ProbeTarget(address, MainAddressOf(document, place.Key, place.Value)))),
    ];

    /// <summary>The sweeps, and what cannot be swept.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="facts">Every place, by name: the machines of the plan and outsiders.</param>
    /// <param name="cuts">Pairs of places, sender first, that must not be probed, and why.</param>
    /// <param name="isExhaustive">Whether every port of every machine is probed.</param>
    public static (ImmutableArray<PlannedSweep> Sweeps, ImmutableArray<NoWay> NoWays) Create(
        TopologyDocument document, IReadOnlyDictionary<string, VantageFacts> facts,
        IReadOnlyDictionary<(string From, string To), string> cuts, bool isExhaustive)
    {
        FieldSet named = NamedPorts(document);
        List<PlannedSweep> sweeps = [];
        List<NoWay> noWays = [];
        foreach (Machine machine in document.Machines)
        {
            foreach (string other in facts.Keys.Where(name => name != machine.Name))
            {
                Add(SweepEvidence.Incoming, other, machine.Name, PortsOf(machine, SweepEvidence.Incoming));
                if (HasProducer(document, machine))
                    Add(SweepEvidence.Outgoing, machine.Name, other, PortsOf(machine, SweepEvidence.Outgoing));
            }
        }
        return ([.. sweeps], [.. noWays.Distinct()]);

        FieldSet PortsOf(Machine machine, string way) =>
            isExhaustive || NeedsEveryPort(document, machine, way) ? EveryPort : named;

        void Add(string way, string from, string to, FieldSet ports)
        {
            foreach ((IpFamily family, string word) in Families)
            {
                CableRoute? route = CandidatesOf(document, to, facts[to], family)
                    .Select(facts[from].RouteTo).FirstOrDefault(found => found is not null);
                if (route is null || cuts.ContainsKey((from, to)))
                {
                    string reason = cuts.GetValueOrDefault((from, to)) ?? WhyNot(facts[from], facts[to], from, to, family);
                    noWays.Add(new NoWay(from, to, word, reason));
                    continue;
                }
                string source = SourceOf(document, from, facts[from], route);
                foreach (string protocol in Protocols)
                {
                    SweepOrder order = new(
                        SourcePort(sweeps.Count), protocol, route.Interface, source, route.Target,
                        way == SweepEvidence.Incoming ? route.Hardware : null, PortText.Write(ports), PauseEvery: 0);
                    sweeps.Add(new PlannedSweep(from, to, way, word, order));
                }
            }
        }
    }

    private static IEnumerable<string> CandidatesOf(
        TopologyDocument document, string place, VantageFacts facts, IpFamily family)
    {
        IEnumerable<string> own = facts.AddressesOf(family);
        return document.FindMachine(place)?.Address is { } stated && AddressSets.FamilyOf(stated) == family
            ? [stated.ToString()]
            : own.Take(MostCandidates);
    }

    private static string MainAddressOf(TopologyDocument document, string place, VantageFacts facts) =>
        document.FindMachine(place)?.Address.ToString() ?? facts.AddressesOf(IpFamily.V4).FirstOrDefault() ?? "";

    /// <summary>The address that the topology knows a sender by, or the one that its kernel would choose.</summary>
    private static string SourceOf(TopologyDocument document, string from, VantageFacts sender, CableRoute route)
    {
        string? stated = document.FindMachine(from)?.Address.ToString();
        bool isOfFamily = stated?.Contains(':', StringComparison.Ordinal) == route.Target.Contains(':', StringComparison.Ordinal);
        return isOfFamily && sender.Addresses.Contains(stated!) ? stated! : route.Source;
    }

    private static string WhyNot(VantageFacts sender, VantageFacts receiver, string from, string to, IpFamily family)
    {
        string word = family == IpFamily.V4 ? "IPv4" : "IPv6";
        foreach ((string name, VantageFacts place) in ((string, VantageFacts)[])[(from, sender), (to, receiver)])
        {
            if (!place.AddressesOf(family).Any())
                return $"{name} has no {word} address";
        }
        return family == IpFamily.V6 && receiver.AddressesOf(family).All(address => IPAddress.Parse(address).IsIPv6LinkLocal)
            ? $"{to} has a link-local IPv6 address only, and {from} is not on its cable"
            : $"{from} has no route to {to} over {word}, or its next hop does not answer";
    }

    /// <summary>Whether a proof without every port of this sweep is none.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="machine">The machine whose firewall is measured.</param>
    /// <param name="way">Which way.</param>
    public static bool NeedsEveryPort(TopologyDocument document, Machine machine, string way) =>
        HasProducer(document, machine) && way == SweepEvidence.Incoming;

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
