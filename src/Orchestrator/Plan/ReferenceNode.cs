using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>What a cardano-node's metrics say about its health. Pure.</summary>
/// <remarks>
/// Metrics count peers and do not name them: a producer, which knows its own relays only, sees one where it follows one;
/// a relay's own word says nothing about the producer. <c>forging_enabled</c> alone says nothing either: some versions
/// say so of a standby that was told not to forge (cardano-node issues 6113 and 6576). Slots that are looked at do.
/// </remarks>
internal static class ReferenceNode
{
    /// <summary>It follows the chain of a peer.</summary>
    public static bool HasUpstream(NodeMetrics metrics) => metrics.HotPeers > 0;

    /// <summary>Whether the connection between relays and producer stands, as far as it can tell.</summary>
    public static bool SeesOtherSide(NodeRole role, NodeMetrics metrics) => role == NodeRole.Producer && HasUpstream(metrics);

    /// <summary>It has keys in use: it looks whether slots are its own.</summary>
    public static bool HasKeys(NodeMetrics metrics) => metrics.LeadershipChecks > 0 && (!metrics.HasForgingEnabled || metrics.ForgingEnabled);

    /// <summary>Why it makes no blocks, or null where it does.</summary>
    public static string? WhyNotForging(NodeMetrics metrics)
    {
        if (metrics is { HasForgingEnabled: true, ForgingEnabled: false })
            return "forging is disabled: are its keys there?";
        if (metrics.LeadershipChecks == 0)
            return "it has not looked at a slot yet";
        if (!metrics.HasRemainingKesPeriods)
            return "it says nothing of its KES key";
        return metrics.RemainingKesPeriods == 0 ? "its KES key cannot be used, or has no period left" : null;
    }

    /// <summary>What it is at while it has no chain, or null.</summary>
    public static string? Replay(NodeMetrics metrics) =>
        metrics is { HasTipSlot: false, HasReplayPercent: true }
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"its ledger is replayed ({metrics.ReplayPercent:0} %)")
            : null;
}
