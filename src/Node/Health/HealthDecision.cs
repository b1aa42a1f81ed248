using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Health;

/// <summary>Decides what a node's health services say. Pure: the same inputs give the same verdicts.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>live</c>: the stages run and the database works.</item>
/// <item><c>synced</c>: an upstream is connected, the tip is at its tip, and the tip advances.</item>
/// <item><c>forging</c>: keys and certificate are valid now and slots are being checked. Producers only.</item>
/// <item><c>""</c>: all of the others.</item>
/// </list>
/// A node that is not advancing is not healthy.
/// </remarks>
public static class HealthDecision
{
    /// <summary>The whole node.</summary>
    public const string Overall = "";

    /// <summary>The process does its work.</summary>
    public const string Live = "live";

    /// <summary>The chain is the network's chain.</summary>
    public const string Synced = "synced";

    /// <summary>Blocks can be forged.</summary>
    public const string Forging = "forging";

    /// <summary>The verdict on every service, the whole node first.</summary>
    public static ImmutableArray<ServiceVerdict> Decide(HealthInputs inputs, HealthThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(thresholds);
        ImmutableArray<ServiceVerdict>.Builder parts = ImmutableArray.CreateBuilder<ServiceVerdict>();
        parts.Add(DecideLive(inputs));
        parts.Add(DecideSynced(inputs, thresholds));
        if (inputs.Forging is ForgingHealthInputs forging)
            parts.Add(DecideForging(inputs, forging, thresholds));

        ServiceVerdict? failing = parts.FirstOrDefault(part => !part.IsServing);
        parts.Insert(0, failing is null
            ? new ServiceVerdict(Overall, true, "all services are serving")
            : new ServiceVerdict(Overall, false, $"{failing.Service}: {failing.Reason}"));
        return parts.ToImmutable();
    }

    private static ServiceVerdict DecideLive(HealthInputs inputs)
    {
        string? problem = inputs switch
        {
            { IsShuttingDown: true } => "the node is shutting down",
            { Fault: string fault } => fault,
            { StartedAt: null } => "the database is being opened",
            _ => null,
        };
        return new ServiceVerdict(Live, problem is null, problem ?? "all stages run");
    }

    private static ServiceVerdict DecideSynced(HealthInputs inputs, HealthThresholds thresholds)
    {
        string? problem = SyncProblem(inputs, thresholds);
        return new ServiceVerdict(Synced, problem is null, problem ?? $"at {inputs.Tip}");
    }

    private static string? SyncProblem(HealthInputs inputs, HealthThresholds thresholds)
    {
        if (inputs.IsShuttingDown)
            return "the node is shutting down";
        if (inputs.StartedAt is null)
            return "the database is being opened";
        if (inputs.Upstreams == 0 && !IsWithinGrace(inputs, thresholds))
            return "no upstream peer is connected";
        if (!inputs.HasCaughtUp)
            return "catching up: no upstream has said yet that this node is at its tip";
        if (inputs.BestUpstreamBlockNo is BlockNo best
            && best.Value > inputs.Tip.BlockNo.Value + thresholds.BehindBlocksMax)
            return $"catching up: block {inputs.Tip.BlockNo} of {best}";
        if (inputs.Tip.IsGenesis)
            return "the chain is empty";
        ulong silence = inputs.CurrentSlot.Value - Math.Min(inputs.CurrentSlot.Value, inputs.Tip.Point.Slot.Value);
        return silence > thresholds.StallSlots
            ? $"the tip stands still: no block for {silence} slots, at most {thresholds.StallSlots} are normal"
            : null;
    }

    private static bool IsWithinGrace(HealthInputs inputs, HealthThresholds thresholds) =>
        inputs.UpstreamsLostAt is DateTimeOffset lostAt && inputs.Now - lostAt <= thresholds.UpstreamLossGrace;

    private static ServiceVerdict DecideForging(
        HealthInputs inputs, ForgingHealthInputs forging, HealthThresholds thresholds)
    {
        string? problem = inputs.IsShuttingDown ? "the node is shutting down"
            : forging.Obstacle is string obstacle ? obstacle
            : forging.LastLeadershipCheckAt is not DateTimeOffset checkedAt ? "no slot has been checked yet"
            : inputs.Now - checkedAt > thresholds.LeadershipCheckAgeMax
                ? $"the last slot was checked {(inputs.Now - checkedAt).TotalSeconds:F0} s ago"
            : null;
        return new ServiceVerdict(Forging, problem is null, problem ?? "keys and certificate are valid");
    }
}
