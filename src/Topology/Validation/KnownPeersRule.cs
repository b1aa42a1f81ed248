using System.Globalization;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>A node does not start with more local roots than peers that it is willing to know.</summary>
/// <remarks>Spec: cardano-node's default targets of known peers, 150 on a relay and 100 on a producer.</remarks>
internal static class KnownPeersRule
{
    private const int RelayKnownPeers = 150;
    private const int ProducerKnownPeers = 100;

    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        TopologyDocument document = input.Document;
        int roots = document.Producers.Count + Siblings.MostFor(document.Relays.Count) + document.Peers.Partners.Count;
        if (roots > RelayKnownPeers)
            yield return TooMany("peers.partners", "each relay", roots, RelayKnownPeers);
        if (document.Relays.Count > ProducerKnownPeers)
            yield return TooMany("relays", "the producer", document.Relays.Count, ProducerKnownPeers);
    }

    private static RuleFinding TooMany(string path, string who, int count, int target) => new(
        Severity.Warning, FindingCode.TooManyLocalRoots, path,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{who} gets {count} fixed peers, more than the {target} that a node knows by default"),
        "list fewer, or raise TargetNumberOfKnownPeers in the node's configuration");
}
