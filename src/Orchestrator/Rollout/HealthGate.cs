using System.Globalization;
using PoolTopology.Orchestrator.Plan;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>Judges what was seen of a machine against what its plan expects.</summary>
internal static class HealthGate
{
    // A tip may be old because no block was made; one that is new has come in time. 40 slots of the usual 600: twice the
    // mean time between blocks, and far more than a block needs. Where every slot has one, it needs some slots, too.
    private const int FreshPart = 15;
    private const long FreshAtLeast = 10;

    /// <summary>The verdict on all nodes of a machine: the worst of theirs.</summary>
    /// <param name="change">The machine's change.</param>
    /// <param name="sample">What was seen now.</param>
    /// <param name="first">What was seen first since the change; null where this is the first.</param>
    /// <param name="expected">Which expectation counts.</param>
    /// <param name="tipLagSlots">How far a tip may be behind.</param>
    public static HealthVerdict Judge(
        MachineChange change, HealthSample sample, HealthSample? first, Func<NodeChange, HealthExpectation> expected,
        long tipLagSlots)
    {
        HealthVerdict worst = new HealthVerdict.Healthy();
        foreach (NodeChange node in change.Nodes)
        {
            NodeSample? now = sample.Nodes.FirstOrDefault(other => other.Node == node.Node);
            NodeSample? before = first?.Nodes.FirstOrDefault(other => other.Node == node.Node);
            HealthVerdict verdict = now is null
                ? new HealthVerdict.NotYet($"{node.Node} was not seen")
                : JudgeNode(node, now, before, expected(node), tipLagSlots);
            if (verdict is HealthVerdict.Hopeless)
                return verdict;
            if (verdict is HealthVerdict.NotYet && worst is HealthVerdict.Healthy)
                worst = verdict;
        }

        return worst;
    }

    /// <summary>What has not moved since a machine became healthy though it should have, or null.</summary>
    /// <remarks>
    /// A tip that moves is not enough: a node that replays its own database, or follows a peer that lags, has one. It must
    /// have a block that was made since, and at the end one that is new: who keeps up has it as soon as it is made.
    /// </remarks>
    /// <param name="change">The machine's change.</param>
    /// <param name="sample">What was seen now.</param>
    /// <param name="firstHealthy">What was seen when it became healthy.</param>
    /// <param name="tipLagSlots">How far a tip may be behind on a chain that has no block for so long.</param>
    public static string? StandsStill(MachineChange change, HealthSample sample, HealthSample firstHealthy, long tipLagSlots)
    {
        foreach (NodeChange node in change.Nodes)
        {
            NodeSample? now = sample.Nodes.FirstOrDefault(other => other.Node == node.Node);
            NodeSample? before = firstHealthy.Nodes.FirstOrDefault(other => other.Node == node.Node);
            long since = Math.Max(before?.CurrentSlot ?? -1, before?.TipSlot ?? -1);
            if (node.Expectation.FollowsTip && (now?.TipSlot ?? -1) <= since)
                return string.Create(CultureInfo.InvariantCulture, $"{node.Node}: no block of a slot after {since} has come to it");
            if (node.Expectation.FollowsTip && now is { TipSlot: { } tip } && now.CurrentSlot - tip > Math.Max(tipLagSlots / FreshPart, FreshAtLeast))
                return string.Create(CultureInfo.InvariantCulture, $"{node.Node}: its newest block came {now.CurrentSlot - tip} slots ago");
            if (node.Expectation.Forges && now?.LeadershipChecks is { } checks && checks <= (before?.LeadershipChecks ?? -1))
                return $"{node.Node}: it looked at no slot";
        }

        return null;
    }

    private static HealthVerdict JudgeNode(
        NodeChange node, NodeSample now, NodeSample? first, HealthExpectation expected, long tipLagSlots)
    {
        if (expected.Runs && Crash(node, now, first) is { } crash)
            return new HealthVerdict.Hopeless(new Failure(FailureKind.Crashed, crash));
        if (expected.MustNotForge && now.HasKeys)
            return new HealthVerdict.Hopeless(new Failure(
                FailureKind.Unsafe, $"{node.Node} is a standby and has loaded keys: it could forge"));
        return Missing(node, now, expected, tipLagSlots) is { } missing
            ? new HealthVerdict.NotYet($"{node.Node}: {missing}")
            : new HealthVerdict.Healthy();
    }

    private static string? Crash(NodeChange node, NodeSample now, NodeSample? first)
    {
        if (now.HasFailed)
            return $"{node.Node} died: {now.UnitWord}";
        bool startedAnew = node.Interruption is Interruption.Restart or Interruption.Start;
        int before = first?.Restarts ?? (startedAnew ? 0 : now.Restarts);
        return now.Restarts > before
            ? string.Create(CultureInfo.InvariantCulture, $"{node.Node} died and was restarted by systemd ({now.UnitWord})")
            : null;
    }

    private static string? Missing(NodeChange node, NodeSample now, HealthExpectation expected, long tipLagSlots)
    {
        if (expected.Runs && !now.IsActive)
            return $"its service does not run yet ({now.UnitWord})";
        if (expected.Answers && now.Trouble.Length > 0)
            return now.Trouble;
        if (expected.FollowsTip && Lag(now, tipLagSlots) is { } lag)
            return lag;
        if (expected.HasPeers && !now.HasUpstream)
            return "it follows no peer";
        if (expected.SeesProducer && !now.SeesOtherSide)
            return node.IsForger ? "no relay is connected to it" : "the producer is not connected to it";
        return expected.Forges && !now.Forges ? Because("it does not forge", now.WhyNotForging) : null;
    }

    private static string Because(string what, string why) => why.Length > 0 ? $"{what}: {why}" : what;

    private static string? Lag(NodeSample now, long tipLagSlots)
    {
        if (now.TipSlot is not { } tip)
            return Because("it has no chain", now.WhyNoChain);
        long lag = now.CurrentSlot - tip;
        return lag <= tipLagSlots
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"its tip is {lag} slots behind; {tipLagSlots} are allowed");
    }
}
