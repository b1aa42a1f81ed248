using System.Collections.Immutable;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Topology.Document;

namespace PoolTopology.Simulation.Rollouts;

/// <summary>Four relays, a standby and a producer that get another program.</summary>
internal static class SamplePlan
{
    private static readonly HealthExpectation Good = new(
        Runs: true, Answers: true, FollowsTip: true, HasPeers: true, SeesProducer: true, Forges: false, MustNotForge: false);

    public static DeploymentPlan Make(int holdSeconds, bool withFirewall)
    {
        ImmutableArray<MachineChange> machines =
        [
            Change("vault", NodeRole.Producer, false, withFirewall),
            Change("spare", NodeRole.Producer, true, withFirewall),
            .. Enumerable.Range(1, 4).Select(i => Change($"edge-{i}", NodeRole.Relay, false, withFirewall)),
        ];
        ImmutableArray<RolloutStage> stages =
        [
            new(StageKind.Canary, ["edge-1"], holdSeconds),
            new(StageKind.Relays, ["edge-2", "edge-3"], holdSeconds),
            new(StageKind.Relays, ["edge-4"], holdSeconds),
            new(StageKind.Standby, ["spare"], holdSeconds),
            new(StageKind.Producer, ["vault"], holdSeconds),
        ];
        return new DeploymentPlan(
            "DEMO", "devnet", "topology", 2, machines, [], stages, new PlanPolicy(holdSeconds, 60, 300, 30, 120), [], []);
    }

    private static MachineChange Change(string machine, NodeRole role, bool isStandby, bool withFirewall)
    {
        HealthExpectation expected = Good with { Forges = role == NodeRole.Producer && !isStandby, MustNotForge = isStandby };
        NodeChange node = new(
            machine, role, isStandby, machine + ".service", "", Interruption.Restart, new RestartCost(3, 20), "program changes",
            expected, expected);
        return new MachineChange(
            machine, new MachineBase(machine, 1, "old", "f"), "new", [], [node],
            [new PlannedStep(PlannedStepKind.SwitchRelease), new PlannedStep(PlannedStepKind.Restart, node.Unit)],
            withFirewall ? 30 : 0);
    }
}
