using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>A hot peer is warm first.</summary>
internal static class WarmValencyRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        from grouped in node.Groups
        where grouped.Warm < grouped.Hot
        select LintFinding.At(
            node.Peers, grouped.LineAt("warmValency"), Severity.Error, FindingCode.WarmValency,
            $"{node.Node.Name} wants {grouped.Hot} hot peers of {grouped.Warm} warm ones", "warmValency: at least hotValency");
}
