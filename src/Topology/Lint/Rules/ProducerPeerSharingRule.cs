using System.Text.Json.Nodes;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>A producer shares no peers: its answers would show whom it stands behind.</summary>
internal static class ProducerPeerSharingRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        where node.IsHidden && node.Config?.Json is JsonObject config
            && (config["PeerSharing"] is not JsonValue value || !value.TryGetValue(out bool shares) || shares)
        select LintFinding.At(
            node.Config!, node.Config!.LineAt("PeerSharing"), Severity.Error, FindingCode.ProducerPeerSharing, // Not null above.
            $"producer {node.Node.Name} would tell others whom it knows", "PeerSharing: false");
}
