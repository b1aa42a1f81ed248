using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>What nodes must show after a change: along the way what they showed before it, at the end what a pool needs.</summary>
/// <remarks>
/// A relay that joins cannot see the producer before the producer's firewall knows it, and the producer moves last; so no
/// gate along the way asks for more than there was. On a public network a new node may follow the chain for days before
/// it is at the tip; so nothing asks that of it.
/// </remarks>
/// <param name="document">The pool as it should be.</param>
/// <param name="observed">Its machines as they are.</param>
/// <param name="clock">The network's slots; null where they are not known.</param>
/// <param name="tipLagSlots">How far a tip may be behind.</param>
internal sealed class Expectations(
    TopologyDocument document, IReadOnlyDictionary<string, ObservedMachine> observed, NetworkClock? clock, long tipLagSlots)
{
    private const string Synced = "synced";
    private const string Forging = "forging";

    private bool IsReference => document.Engine == EngineKind.CardanoNode;

    /// <summary>A devnet's chain goes on as long as its producer was seen.</summary>
    private bool IsLiveDevnet => document.Pool.Network.IsDevnet && WasSeen(document.Producers);

    /// <summary>No node of the pool runs anywhere.</summary>
    public bool NothingRuns { get; } = !observed.Values.Any(machine => machine.Units.Any(UnitState.IsUp));

    /// <summary>What a node must show before the rollout goes on.</summary>
    public HealthExpectation Along(DesiredUnit unit, ObservedMachine machine)
    {
        if (IsReference)
            return AlongReference(unit, machine);
        Status? before = StatusOf(unit, machine);
        bool wasUp = UnitState.IsUp(UnitState.Find(machine, unit.Name));
        return new HealthExpectation(
            Runs: unit.IsActive,
            Answers: unit.IsActive,
            FollowsTip: wasUp && Serves(before, Synced),
            HasPeers: wasUp && before is not null && HasUpstream(before),
            SeesProducer: wasUp && before is not null && unit.Role != NodeRole.Observer && SeesOtherSide(unit, before),
            Forges: wasUp && IsForger(unit) && Serves(before, Forging),
            MustNotForge: unit.IsStandby);
    }

    private HealthExpectation AlongReference(DesiredUnit unit, ObservedMachine machine)
    {
        bool wasUp = UnitState.IsUp(UnitState.Find(machine, unit.Name));
        NodeMetrics? before = wasUp ? AnswerOf(unit, machine)?.Metrics : null;
        return new HealthExpectation(
            Runs: unit.IsActive,
            Answers: unit.IsActive,
            FollowsTip: before is not null && IsAtTip(before, machine),
            HasPeers: before is not null && ReferenceNode.HasUpstream(before),
            SeesProducer: before is not null && ReferenceNode.SeesOtherSide(unit.Role, before),
            Forges: before is not null && IsForger(unit) && ReferenceNode.WhyNotForging(before) is null,
            MustNotForge: unit.IsStandby);
    }

    /// <summary>What a node must show when the rollout is over.</summary>
    public HealthExpectation AtTheEnd(DesiredUnit unit, ObservedMachine machine)
    {
        HealthExpectation wanted = EndOf(unit, machine);
        // The metrics of a relay do not say whom it is connected to.
        return IsReference && unit.Role != NodeRole.Producer ? wanted with { SeesProducer = false } : wanted;
    }

    private HealthExpectation EndOf(DesiredUnit unit, ObservedMachine machine)
    {
        HealthExpectation along = Along(unit, machine);
        bool answers = along.Answers;
        return along with
        {
            FollowsTip = along.FollowsTip || (answers && IsLiveDevnet),
            HasPeers = along.HasPeers || (answers && IsLiveDevnet && WasSeen(document.Relays)),
            SeesProducer = along.SeesProducer || (answers && unit.Role != NodeRole.Observer && HasOtherSide(unit)),
            Forges = along.Forges || (answers && IsLiveDevnet && IsForger(unit)),
        };
    }

    /// <summary>Whether the connection between relays and producer stands, seen from one of them.</summary>
    public static bool SeesOtherSide(NodeRole role, IReadOnlySet<string> producers, IReadOnlySet<string> relays, Status status) =>
        status.Peers.Any(peer => peer.State != Peer.Types.State.Cold
            && HostOf(peer.Address) is { } host
            && (role == NodeRole.Producer ? relays : producers).Contains(host));

    /// <summary>It follows the chain of at least one established peer.</summary>
    public static bool HasUpstream(Status status) =>
        status.Peers.Any(peer => peer.IsUpstream && peer.State != Peer.Types.State.Cold);

    private bool SeesOtherSide(DesiredUnit unit, Status status) =>
        SeesOtherSide(unit.Role, AddressesOf(document.Producers), AddressesOf(document.Relays), status);

    private bool HasOtherSide(DesiredUnit unit) =>
        WasSeen(unit.Role == NodeRole.Producer ? document.Relays : document.Producers);

    /// <summary>One of them is on a machine that answered: of others nothing can be expected.</summary>
    private bool WasSeen(IEnumerable<TopologyNode> nodes) => nodes.Any(node => observed.ContainsKey(node.MachineName));

    private HashSet<string> AddressesOf(IEnumerable<TopologyNode> nodes) =>
        [.. nodes.Select(node => document.MachineOf(node).Address.ToString())];

    private static string? HostOf(string endPoint) =>
        System.Net.IPEndPoint.TryParse(endPoint, out System.Net.IPEndPoint? parsed) ? parsed.Address.ToString() : null;

    private static bool IsForger(DesiredUnit unit) => unit.Role == NodeRole.Producer && !unit.IsStandby;

    private static Status? StatusOf(DesiredUnit unit, ObservedMachine machine) => AnswerOf(unit, machine)?.Status;

    private static ObservedNode? AnswerOf(DesiredUnit unit, ObservedMachine machine) =>
        machine.Nodes.FirstOrDefault(node => node.Name == unit.NodeName && node.Error.Length == 0);

    private bool IsAtTip(NodeMetrics metrics, ObservedMachine machine) =>
        clock is not null && metrics.HasTipSlot
        && clock.SlotAt(DateTimeOffset.FromUnixTimeMilliseconds(machine.ClockUnixMs)) - (long)metrics.TipSlot <= tipLagSlots;

    private static bool Serves(Status? status, string service) =>
        status?.Health.Any(health => health.Service == service && health.Serving) == true;
}
