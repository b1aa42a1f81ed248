using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>A node knows at least its fixed peers.</summary>
internal static class LocalRootCountRule
{
    private const int RelayKnown = 150;
    private const int ProducerKnown = 100;

    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        let count = node.Groups.Sum(grouped => grouped.Peers.Length)
        let known = node.ConfigNumber("TargetNumberOfKnownPeers") ?? (node.IsHidden ? ProducerKnown : RelayKnown)
        where count > known
        select LintFinding.At(
            node.Peers, node.Peers.LineAt("localRoots"), Severity.Warning, FindingCode.TooManyLocalRoots,
            $"{node.Node.Name} has {count} fixed peers and room for {known}", "raise TargetNumberOfKnownPeers");
}
