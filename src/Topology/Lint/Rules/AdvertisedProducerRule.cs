using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>A group that holds a producer is never advertised: peers would be told its address.</summary>
internal static class AdvertisedProducerRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        from grouped in node.Groups
        where grouped.IsAdvertised && grouped.Peers.Any(peer => pool.Addresses[peer].OfType<ProducerNode>().Any())
        select LintFinding.At(
            node.Peers, grouped.LineAt("advertise"), Severity.Error, FindingCode.ProducerAdvertised,
            $"{node.Node.Name} tells strangers the producer's address", "advertise: false");
}
