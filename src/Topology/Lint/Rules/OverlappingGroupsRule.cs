using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>No peer stands in two groups: a node refuses such a file.</summary>
internal static class OverlappingGroupsRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        from twice in node.Groups.SelectMany(grouped => grouped.Peers.Distinct(), (grouped, peer) => (grouped, peer))
            .GroupBy(pair => pair.peer)
            .Where(pairs => pairs.Count() > 1)
        select LintFinding.At(
            node.Peers, twice.Last().grouped.LineAt("accessPoints"), Severity.Error, FindingCode.OverlappingPeers,
            $"{twice.Key} stands in two groups of {node.Node.Name}", "list each peer once");
}
