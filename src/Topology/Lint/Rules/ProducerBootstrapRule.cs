using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>A producer has no bootstrap peers: it starts from its own relays.</summary>
internal static class ProducerBootstrapRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        where node.IsHidden && node.HasBootstrap
        select LintFinding.At(
            node.Peers, node.Peers.LineAt("bootstrapPeers"), Severity.Error, FindingCode.ProducerBootstrap,
            $"producer {node.Node.Name} would dial the network's bootstrap peers", "bootstrapPeers: null");
}
