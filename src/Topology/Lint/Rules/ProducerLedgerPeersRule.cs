using System.Text.Json.Nodes;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>A producer takes no peers from the ledger: they are strangers.</summary>
internal static class ProducerLedgerPeersRule
{
    public static IEnumerable<LintFinding> Check(LintedPool pool) =>
        from node in pool.Nodes
        where node.IsHidden
            && node.Peers.Json?["useLedgerAfterSlot"] is JsonValue value && value.TryGetValue(out long slot) && slot >= 0
        select LintFinding.At(
            node.Peers, node.Peers.LineAt("useLedgerAfterSlot"), Severity.Error, FindingCode.ProducerLedgerPeers,
            $"producer {node.Node.Name} would dial relays that it finds on the chain", "useLedgerAfterSlot: -1");
}
