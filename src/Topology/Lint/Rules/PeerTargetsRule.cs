using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>A node does not start unless it knows at least as many peers as it connects, and those as it uses.</summary>
/// <remarks>Spec: cardano-node's defaults of the targets, July 2026: known 150, established 30, active 20.</remarks>
internal static class PeerTargetsRule
{
    private const int RelayKnown = 150;
    private const int ProducerKnown = 100;
    private const int Established = 30;
    private const int Active = 20;

    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        where node.Config is not null
        let known = node.ConfigNumber("TargetNumberOfKnownPeers") ?? (node.IsHidden ? ProducerKnown : RelayKnown)
        let established = node.ConfigNumber("TargetNumberOfEstablishedPeers") ?? Established
        let active = node.ConfigNumber("TargetNumberOfActivePeers") ?? Active
        where known < established || established < active || active < 0
        select LintFinding.At(
            node.Config!, node.Config!.LineAt("TargetNumberOfKnownPeers"), Severity.Error, FindingCode.PeerTargets, // Not null above.
            $"{node.Node.Name} has peer targets known {known}, established {established}, active {active}",
            "known, established and active must not grow in this order");
}
