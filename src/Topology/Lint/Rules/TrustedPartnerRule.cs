using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>Only the pool's own nodes are believed without checking.</summary>
internal static class TrustedPartnerRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        from grouped in node.Groups
        where grouped.IsTrusted
        let strangers = grouped.Peers.Where(peer => !pool.Addresses[peer].Any()).ToArray()
        where strangers.Length > 0
        select LintFinding.At(
            node.Peers, grouped.LineAt("trustable"), Severity.Error, FindingCode.TrustedPartner,
            $"{node.Node.Name} would believe {string.Join(", ", strangers)} without checking",
            "trustable: false");
}
