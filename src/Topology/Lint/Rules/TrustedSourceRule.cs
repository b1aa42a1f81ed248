using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>A node that starts from nothing needs somebody whom it may believe; cardano-node ends without.</summary>
internal static class TrustedSourceRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        where node.Node.Role != Document.NodeRole.Observer && !node.HasBootstrap
            && !node.Groups.Any(grouped => grouped.IsTrusted && grouped.Peers.Length > 0)
        select LintFinding.At(
            node.Peers, node.Peers.LineAt("localRoots"), Severity.Error, FindingCode.NoTrustedSource,
            $"{node.Node.Name} has neither bootstrap peers nor a trusted group", "trust the pool's own nodes, or bootstrap: network");
}
