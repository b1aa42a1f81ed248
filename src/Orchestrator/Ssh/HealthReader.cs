using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>From what an agent reports to what a health gate judges.</summary>
/// <param name="producers">Addresses of the pool's producers.</param>
/// <param name="relays">Addresses of the pool's relays.</param>
/// <param name="clock">The network's slots, for nodes that do not tell them; null where they are not known.</param>
internal sealed class HealthReader(IReadOnlySet<string> producers, IReadOnlySet<string> relays, NetworkClock? clock)
{
    private const double LeadershipCheckSeconds = 5;
    private const string Forging = "forging";

    /// <summary>The reader for a pool.</summary>
    public static HealthReader For(TopologyDocument document, NetworkClock? clock) => new(
        document.Producers.Select(node => document.MachineOf(node).Address.ToString()).ToHashSet(StringComparer.Ordinal),
        document.Relays.Select(node => document.MachineOf(node).Address.ToString()).ToHashSet(StringComparer.Ordinal),
        clock);

    /// <summary>What to ask of a machine.</summary>
    public static Inspect Question(MachineChange change)
    {
        Inspect inspect = new();
        inspect.Units.AddRange(change.Nodes.Select(node => node.Unit));
        inspect.Nodes.AddRange(change.Nodes.Where(node => node.RpcAddress.Length > 0 || node.MetricsAddress.Length > 0)
            .Select(node => new NodeEndpoint { Name = node.Node, Address = node.RpcAddress, MetricsAddress = node.MetricsAddress }));
        return inspect;
    }

    /// <summary>What the answer says about the machine's nodes.</summary>
    public HealthSample Read(MachineChange change, ObservedMachine observed) =>
        new((long)observed.Generation, [.. change.Nodes.Select(node => Read(node, observed))]);

    private NodeSample Read(NodeChange node, ObservedMachine observed)
    {
        ObservedUnit? unit = UnitState.Find(observed, node.Unit);
        ObservedNode? answer = observed.Nodes.FirstOrDefault(other => other.Name == node.Node);
        bool answers = answer?.Error.Length == 0;
        NodeSample silent = new(
            node.Node, UnitState.IsActive(unit), unit?.ActiveState == "failed",
            unit is null ? "unknown" : $"{unit.ActiveState}/{unit.SubState}, {unit.Result}",
            (int)(unit?.Restarts ?? 0), unit?.SinceUnixMs ?? 0,
            Silence(node, answer),
            TipSlot: null, CurrentSlot: 0, HasUpstream: false, SeesOtherSide: false, Forges: false, HasKeys: false);
        if (answers && answer!.Metrics is { } metrics)
            return Of(silent, node, metrics, observed.ClockUnixMs);
        return answers && answer!.Status is { } status ? Of(silent, node, status) : silent;
    }

    // What is wrong with metrics is a sentence of its own.
    private static string Silence(NodeChange node, ObservedNode? answer) => answer?.Error is not { Length: > 0 } error
        ? "it was not asked"
        : node.MetricsAddress.Length > 0 ? error : $"it does not answer: {error}";

    private NodeSample Of(NodeSample silent, NodeChange node, Status status) => silent with
    {
        Trouble = "",
        TipSlot = status.Tip is { HasSlot: true } tip ? (long)tip.Slot : null,
        CurrentSlot = (long)status.CurrentSlot,
        HasUpstream = Expectations.HasUpstream(status),
        SeesOtherSide = Expectations.SeesOtherSide(node.Role, producers, relays, status),
        Forges = Forges(status),
        HasKeys = status.Forging?.Enabled == true,
    };

    private NodeSample Of(NodeSample silent, NodeChange node, NodeMetrics metrics, long clockUnixMs) => silent with
    {
        Trouble = "",
        TipSlot = metrics.HasTipSlot ? (long)metrics.TipSlot : null,
        // Without a clock a tip is only asked to move.
        CurrentSlot = clock?.SlotAt(DateTimeOffset.FromUnixTimeMilliseconds(clockUnixMs)) ?? 0,
        HasUpstream = ReferenceNode.HasUpstream(metrics),
        SeesOtherSide = ReferenceNode.SeesOtherSide(node.Role, metrics),
        Forges = ReferenceNode.WhyNotForging(metrics) is null,
        HasKeys = ReferenceNode.HasKeys(metrics),
        LeadershipChecks = metrics.HasLeadershipChecks ? (long)metrics.LeadershipChecks : null,
        WhyNotForging = ReferenceNode.WhyNotForging(metrics) ?? "",
        WhyNoChain = ReferenceNode.Replay(metrics) ?? "",
    };

    private static bool Forges(Status status) =>
        status.Forging is { Enabled: true } forging
        && status.Health.Any(health => health.Service == Forging && health.Serving)
        && forging.KesPeriod >= forging.KesStartPeriod && forging.KesPeriod < forging.KesExpiryPeriod
        && forging.HasLastLeadershipCheckSlot
        && (status.CurrentSlot - (double)forging.LastLeadershipCheckSlot) * status.SlotLengthSeconds
            <= LeadershipCheckSeconds + status.SlotLengthSeconds;
}
