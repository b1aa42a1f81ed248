using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.KernelRules;
using PoolTopology.Topology.Proof;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>From a plan, rule sets and measurements to a verdict. Pure; making a proof and checking one both use it.</summary>
internal static class ProofReasoning
{
    private const int MostSentences = 50;

    private static readonly (string Family, string Protocol)[] Kinds =
        [("v4", "tcp"), ("v4", "udp"), ("v6", "tcp"), ("v6", "udp")];

    /// <summary>The plan with the addresses that the machines really have.</summary>
    public static TopologyDocument Relocate(TopologyDocument document, IReadOnlyDictionary<string, string> addresses) =>
        document.WithAddresses(addresses.ToDictionary(one => one.Key, one => IPAddress.Parse(one.Value)));

    /// <summary>Judges the rule sets.</summary>
    public static ProofModel Judge(TopologyDocument document, IReadOnlyDictionary<string, KernelRuleSet> rules)
    {
        PoolProof proof = PoolProof.Of(document, rules);
        return new ProofModel(
            [.. proof.Findings.Select(ToEntry)],
            [.. proof.Matrix.Select(ToEntry)]);
    }

    /// <summary>The result: what the model found, and where the measurement does not agree with it or is incomplete.</summary>
    public static ProofVerdict Conclude(
        TopologyDocument document, IReadOnlyDictionary<string, KernelRuleSet> rules,
        IReadOnlyList<ProofMachine> machines, ProofModel model, ProofLive live)
    {
        List<string> wrong = [.. model.Findings.Select(finding => finding.Sentence)];
        wrong.AddRange(machines
            .Where(machine => machine.LegacyTables.Count > 0)
            .Select(machine => $"{machine.Name} also filters with iptables ({string.Join(", ", machine.LegacyTables)}), which nft does not show"));
        wrong.AddRange(live.ChangedRules.Select(machine => $"the rules of {machine} changed while they were measured"));
        wrong.AddRange(Missing(document, live));
        wrong.AddRange(Misplaced(document, machines, live));
        ProbePrediction prediction = new(document, rules);
        wrong.AddRange(live.Sweeps.SelectMany(sweep => Disagreements(document, prediction, sweep)));
        if (wrong.Count > MostSentences)
            wrong = [.. wrong.Take(MostSentences), $"and {wrong.Count - MostSentences} more"];
        return wrong.Count > 0 ? new ProofVerdict(false, wrong) : new ProofVerdict(true, Confirmations(document, live));
    }

    /// <summary>What the topology takes an outsider with these addresses for.</summary>
    public static string KindOf(TopologyDocument document, IEnumerable<string> addresses) =>
        addresses.Select(IPAddress.Parse).Any(address => document.Access.Manage.Any(network => network.Contains(address)))
            ? ProofPlace.Operator
            : ProofPlace.Stranger;

    /// <summary>Sweeps without which a proof says less than it claims.</summary>
    private static IEnumerable<string> Missing(TopologyDocument document, ProofLive live)
    {
        if (live.Ground is not (ProofLive.Namespaces or ProofLive.RealMachines))
            yield return $"'{live.Ground}' is no ground for a proof";
        HashSet<string> places = [.. live.Places.Select(place => place.Name)];
        foreach (Machine machine in document.Machines.Where(machine => !places.Contains(machine.Name)))
            yield return $"nothing was sent from {machine.Name}";
        if (live.Ground == ProofLive.Namespaces && !places.Contains(Stranger.Name))
            yield return $"nothing was sent from {Stranger.Name}";
        ILookup<(string, string, string, string, string), SweepEvidence> sweeps = live.Sweeps.ToLookup(
            sweep => (sweep.Way, sweep.From, sweep.To, sweep.Family, sweep.Protocol));
        HashSet<(string, string, string)> noWays = [.. live.NoWays.Select(way => (way.From, way.To, way.Family))];
        foreach (Machine machine in document.Machines)
        {
            foreach ((string way, string from, string to) in Wanted(document, machine, places))
            {
                bool isEveryPort = SweepPlan.NeedsEveryPort(document, machine, way);
                foreach ((string family, string protocol) in Kinds)
                {
                    bool isThere = sweeps[(way, from, to, family, protocol)]
                        .Any(sweep => !isEveryPort || PortText.Parse(sweep.Ports).Equals(SweepPlan.EveryPort));
                    if (!isThere && (!noWays.Contains((from, to, family)) || MustHaveWay(document, from, to, family)))
                        yield return $"{protocol} over IP{family} from {from} to {to} was not probed{(isEveryPort ? " on every port" : "")}{ReasonOf(live, from, to, family)}";
                }
            }
        }
    }

    /// <summary>Machines know each other by the addresses of the topology: between those there is a way.</summary>
    private static bool MustHaveWay(TopologyDocument document, string from, string to, string family) =>
        document.FindMachine(from) is { } sender && document.FindMachine(to) is { } receiver
            && FamilyOf(sender) == family && FamilyOf(receiver) == family;

    private static string FamilyOf(Machine machine) => Word(AddressSets.FamilyOf(machine.Address));

    private static string ReasonOf(ProofLive live, string from, string to, string family) =>
        live.NoWays.FirstOrDefault(way => way.From == from && way.To == to && way.Family == family) is { } found ? $": {found.Reason}" : "";

    /// <summary>Evidence whose addresses are not those of the places that it names.</summary>
    private static IEnumerable<string> Misplaced(
        TopologyDocument document, IReadOnlyList<ProofMachine> machines, ProofLive live)
    {
        Dictionary<string, IReadOnlyList<string>> addresses = live.Places.ToDictionary(place => place.Name, place => place.Addresses);
        foreach (ProofMachine machine in machines)
        {
            if (addresses.TryGetValue(machine.Name, out IReadOnlyList<string>? there) && !there.SequenceEqual(machine.Addresses))
                yield return $"{machine.Name} has other addresses as a place than as a machine";
            addresses[machine.Name] = machine.Addresses;
        }
        foreach (Machine machine in document.Machines.Where(one => !addresses[one.Name].Contains(one.Address.ToString())))
            yield return $"{machine.Name} did not have its address {machine.Address}";
        foreach (ProofPlace place in live.Places)
        {
            bool isMachine = document.FindMachine(place.Name) is not null;
            string kind = isMachine ? ProofPlace.Machine : KindOf(document, place.Addresses);
            if (place.Kind != kind)
                yield return $"{place.Name} is called {place.Kind}, and its addresses say {kind}";
            if (!isMachine && place.Addresses.FirstOrDefault(address => machines.Any(machine => IsShared(machine, address))) is { } taken)
                yield return $"{place.Name} has the address {taken} of a machine";
        }
        foreach (SweepEvidence sweep in live.Sweeps)
        {
            foreach ((string place, string address) in ((string, string)[])[(sweep.From, sweep.Source), (sweep.To, sweep.Target)])
            {
                bool isItsOwn = addresses.TryGetValue(place, out IReadOnlyList<string>? own) && own.Contains(address);
                bool isOfFamily = address.Contains(':', StringComparison.Ordinal) == (sweep.Family == "v6");
                if (!isItsOwn || !isOfFamily)
                    yield return $"{address} is not an IP{sweep.Family} address of {place}";
            }
        }

        static bool IsShared(ProofMachine machine, string address) =>
            machine.Addresses.Contains(address) && !IPAddress.Parse(address).IsIPv6LinkLocal;
    }

    private static IEnumerable<(string Way, string From, string To)> Wanted(
        TopologyDocument document, Machine machine, IEnumerable<string> vantages)
    {
        foreach (string other in vantages.Where(name => name != machine.Name))
        {
            yield return (SweepEvidence.Incoming, other, machine.Name);
            if (SweepPlan.HasProducer(document, machine))
                yield return (SweepEvidence.Outgoing, machine.Name, other);
        }
    }

    /// <summary>Where one sweep is not what the rules say, or says nothing.</summary>
    public static IEnumerable<string> Disagreements(TopologyDocument document, ProbePrediction prediction, SweepEvidence sweep)
    {
        string what = $"{sweep.Protocol} over IP{sweep.Family} from {sweep.From} to {sweep.To}";
        bool isComplete = LiveProof.IsComplete(sweep);

        // On an outsider's way there may be other people's filters; what does not arrive does no harm.
        bool isOutsider = document.FindMachine(sweep.From) is null;
        if (!isComplete && (!isOutsider || sweep.Arrived > sweep.Sent || !LiveProof.IsWholeSent(sweep)))
        {
            yield return $"{what}: of {sweep.Sent + sweep.Refused} packets {sweep.Arrived} came to the firewall";
            yield break;
        }
        if (document.FindMachine(sweep.Measured) is not { } machine)
        {
            yield return $"{what}: {sweep.Measured} is no machine of the topology";
            yield break;
        }
        FieldSet tried = PortText.Parse(sweep.Ports);
        FieldSet passed = PortText.Parse(sweep.Passed);
        OpenPorts model = prediction.Of(
            machine,
            sweep.Way == SweepEvidence.Incoming ? PacketPath.Incoming : PacketPath.Outgoing,
            sweep.Protocol == "tcp" ? HeaderFields.Tcp : HeaderFields.Udp,
            IPAddress.Parse(sweep.Source),
            sweep.SourcePort,
            IPAddress.Parse(sweep.Target));
        FieldSet leaked = passed.Except(model.Any);
        FieldSet stopped = model.Always.Intersect(tried).Except(passed);
        if (!leaked.IsEmpty)
            yield return $"{what}: the kernel of {sweep.Measured} let ports {PortText.Write(leaked)} pass, and by its rules it should not";
        if (!stopped.IsEmpty && isComplete)
            yield return $"{what}: the kernel of {sweep.Measured} let nothing pass to ports {PortText.Write(stopped)}, and by its rules it should";
        FieldSet answeredUnseen = PortText.Parse(sweep.Answered).Except(passed);
        if (!answeredUnseen.IsEmpty)
            yield return $"{what}: ports {PortText.Write(answeredUnseen)} answered, and the kernel noted no packet to them";
    }

    private static ImmutableArray<string> Confirmations(TopologyDocument document, ProofLive live)
    {
        long packets = live.Sweeps.Sum(sweep => sweep.Arrived);
        long stopped = live.Sweeps.Sum(sweep => sweep.Sent + sweep.Refused - sweep.Arrived);
        string rest = stopped == 0
            ? "each came to the firewall that it was to measure"
            : string.Create(CultureInfo.InvariantCulture, $"{packets:N0} came to the firewall that they were to measure, the others were stopped before");
        List<string> said =
        [
            $"the rules of {document.Machines.Count} machines do for every header of both IP families what the topology wants",
            string.Create(CultureInfo.InvariantCulture,
                $"{packets + stopped:N0} probes in {live.Sweeps.Count} sweeps from {live.Places.Count} places: {rest}, and what passed is what the rules say"),
        ];
        foreach (ProducerNode producer in document.Producers)
        {
            string machine = document.MachineOf(producer).Name;
            IEnumerable<string> open = live.Sweeps
                .Where(sweep => sweep.Way == SweepEvidence.Incoming && sweep.To == machine && sweep.Passed.Length > 0)
                .Select(sweep => $"{sweep.From} ({sweep.Protocol} {sweep.Passed})")
                .Distinct();
            said.Add($"{producer.Name} on {machine} was reached by {string.Join(", ", open.DefaultIfEmpty("nobody"))}, and by nothing else");
        }
        if (!live.Places.Any(place => place.Kind == ProofPlace.Stranger))
            said.Add("no stranger was among the places: what strangers reach rests on the model and on what the machines measured");
        foreach (IGrouping<string, NoWay> reason in live.NoWays.GroupBy(way => way.Reason))
            said.Add($"not probed ({string.Join(", ", reason.Select(way => $"{way.From} → {way.To} IP{way.Family}"))}): {reason.Key}");
        said.AddRange(live.Remarks);
        return [.. said];
    }

    private static FindingEntry ToEntry(ProofFinding finding) => new(
        Word(finding.Kind), finding.Machine, Word(finding.Path), Word(finding.Family), [.. finding.Peers], finding.Protocol,
        finding.Ports, finding.States, finding.Decision.ToString(), finding.Reason, finding.Example, finding.ToString());

    private static MatrixEntry ToEntry(ReachRow row) => new(
        row.To, Word(row.Family), [.. row.From], PortText.Write(row.Reach.Tcp.Always), PortText.Write(row.Reach.Tcp.Limited),
        PortText.Write(row.Reach.Udp.Always), PortText.Write(row.Reach.Udp.Limited), Word(row.Reach.Echo),
        PortText.Write(row.Reach.OtherProtocols));

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
