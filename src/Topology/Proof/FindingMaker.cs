using PoolTopology.Topology.Document;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Proof;

/// <summary>Turns differences into findings: those that a person would call the same become one.</summary>
internal static class FindingMaker
{
    public static IEnumerable<ProofFinding> Of(string machine, Parties parties, ValueList<Difference> differences) =>
        differences
            .GroupBy(one => (one.Kind, one.Path, one.Family, one.Decision, one.Reason,
                Protocols: one.ValuesOf(HeaderField.Protocol), Peers: PeersOf(parties, one)))
            .Select(group => new ProofFinding(
                group.Key.Kind,
                machine,
                group.Key.Path,
                group.Key.Family,
                group.Key.Peers,
                FieldText.Of(HeaderField.Protocol, group.Key.Family, group.Key.Protocols),
                PortsOf(group.Key.Protocols, [.. group]),
                FieldText.Of(HeaderField.State, group.Key.Family, Together(group, HeaderField.State)),
                group.Key.Decision,
                group.Key.Reason,
                group.First().Example().ToString()));

    private static ValueList<string> PeersOf(Parties parties, Difference difference)
    {
        IEnumerable<string> senders = parties.NamesIn(difference.Family, difference.ValuesOf(HeaderField.Source));
        IEnumerable<string> receivers = parties.NamesIn(difference.Family, difference.ValuesOf(HeaderField.Destination));
        return difference.Path switch
        {
            PacketPath.Incoming => senders.ToValueList(),
            PacketPath.Outgoing => receivers.ToValueList(),
            _ => senders.Union(receivers).ToValueList(),
        };
    }

    private static string PortsOf(FieldSet protocols, IReadOnlyCollection<Difference> group)
    {
        Firewall.IpFamily family = group.First().Family;
        if (protocols.Equals(FieldSet.OfValues(HeaderFields.IcmpOf(family))))
            return "type " + FieldText.Of(HeaderField.IcmpType, family, Together(group, HeaderField.IcmpType));
        string to = "port " + FieldText.Of(HeaderField.DestinationPort, family, Together(group, HeaderField.DestinationPort));
        FieldSet from = Together(group, HeaderField.SourcePort);
        return from.Equals(HeaderFields.Everything(HeaderField.SourcePort, family))
            ? to
            : $"{to} from port {FieldText.Of(HeaderField.SourcePort, family, from)}";
    }

    private static FieldSet Together(IEnumerable<Difference> group, HeaderField field) =>
        FieldSet.Union(group.Select(one => one.ValuesOf(field)));
}
