using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>From what an agent reports to what a health gate judges.</summary>
/// <param name="producers">Addresses of the pool's producers.</param>
/// <param name="relays">Addresses of the pool's relays.</param>
internal sealed class HealthReader(IReadOnlySet<string> producers, IReadOnlySet<string> relays)
{
    private const double LeadershipCheckSeconds = 5;
    private const string Forging = "forging";

    /// <summary>The reader for a pool.</summary>
    public static HealthReader For(TopologyDocument document) => new(
        document.Producers.Select(node => document.MachineOf(node).Address.ToString()).ToHashSet(StringComparer.Ordinal),
        document.Relays.Select(node => document.MachineOf(node).Address.ToString()).ToHashSet(StringComparer.Ordinal));

    /// <summary>What to ask of a machine.</summary>
    public static Inspect Question(MachineChange change)
    {
        Inspect inspect = new();
        inspect.Units.AddRange(change.Nodes.Select(node => node.Unit));
        inspect.Nodes.AddRange(change.Nodes.Where(node => node.RpcAddress.Length > 0)
            .Select(node => new NodeEndpoint { Name = node.Node, Address = node.RpcAddress }));
        return inspect;
    }

    /// <summary>What the answer says about the machine's nodes.</summary>
    public HealthSample Read(MachineChange change, ObservedMachine observed) =>
        new((long)observed.Generation, [.. change.Nodes.Select(node => Read(node, observed))]);

    private NodeSample Read(NodeChange node, ObservedMachine observed)
    {
        ObservedUnit? unit = UnitState.Find(observed, node.Unit);
        ObservedNode? answer = observed.Nodes.FirstOrDefault(other => other.Name == node.Node);
        Status? status = answer?.Error.Length == 0 ? answer.Status : null;
        return new NodeSample(
            node.Node,
            UnitState.IsActive(unit),
            unit?.ActiveState == "failed",
            unit is null ? "unknown" : $"{unit.ActiveState}/{unit.SubState}, {unit.Result}",
            (int)(unit?.Restarts ?? 0),
            unit?.SinceUnixMs ?? 0,
            status is not null ? "" : answer?.Error is { Length: > 0 } error ? error : "it was not asked",
            status?.Tip is { HasSlot: true } tip ? (long)tip.Slot : null,
            (long)(status?.CurrentSlot ?? 0),
            status is not null && Expectations.HasUpstream(status),
            status is not null && Expectations.SeesOtherSide(node.Role, producers, relays, status),
            status is not null && Forges(status),
            status?.Forging?.Enabled == true);
    }

    private static bool Forges(Status status) =>
        status.Forging is { Enabled: true } forging
        && status.Health.Any(health => health.Service == Forging && health.Serving)
        && forging.KesPeriod >= forging.KesStartPeriod && forging.KesPeriod < forging.KesExpiryPeriod
        && forging.HasLastLeadershipCheckSlot
        && (status.CurrentSlot - (double)forging.LastLeadershipCheckSlot) * status.SlotLengthSeconds
            <= LeadershipCheckSeconds + status.SlotLengthSeconds;
}
