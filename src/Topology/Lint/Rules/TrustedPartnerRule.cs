using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>Only the pool's own nodes are believed without checking.</summary>
internal static class TrustedPartnerRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        from grouped in node.Groups
        where grouped.IsTrusted && grouped.Peers.Any(peer => !pool.Addresses[peer].Any())
        select LintFinding.At(
            node.Peers, grouped.LineAt("trustable"), Severity.Error, FindingCode.TrustedPartner,
            $"{node.Node.Name} would believe {string.Join(", ", grouped.Peers.Where(peer => !pool.Addresses[peer].Any()))} without checking", "trustable: false");
}
