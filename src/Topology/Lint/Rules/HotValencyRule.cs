using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>With fewer hot peers wanted than listed, some of the pool's own links stay cold.</summary>
internal static class HotValencyRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        from grouped in node.Groups
        where grouped.Hot < grouped.Peers.Length
        select LintFinding.At(
            node.Peers, grouped.LineAt("hotValency"), Severity.Warning, FindingCode.HotValency,
            $"{node.Node.Name} keeps {grouped.Hot} of {grouped.Peers.Length} fixed peers hot", "hotValency: the number of addresses");
}
