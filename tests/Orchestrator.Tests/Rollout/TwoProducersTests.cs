using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Tests.Plan;
using PoolTopology.Rpc.Agent.V1;
using Xunit;
using ObservedMachine = PoolTopology.Rpc.Agent.V1.Observed;

namespace PoolTopology.Orchestrator.Tests.Rollout;

/// <summary>The producer moves to its standby's machine, and something goes wrong: never do two forge with one key.</summary>
public sealed class TwoProducersTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private readonly PlanSamples _after = new(Swapped);
    private readonly Dictionary<string, ObservedMachine> _seen = new PlanSamples(WithStandby).InForce();

    public TwoProducersTests()
    {
        // The keys are there already.
        foreach (var (machine, desired) in _after.Desired)
        {
            foreach (var secret in desired.Secrets.Where(secret => _seen[machine].Files.All(file => file.Path != secret.Path)))
                _seen[machine].Files.Add(new ObservedFile { Path = secret.Path, Exists = true, Mode = (uint)secret.Mode, Owner = secret.Owner });
        }
    }

    /// <summary>A cardano-node that becomes the producer only starts anew: that is refused as well.</summary>
    [Fact]
    public void Standby_does_not_become_the_producer_while_the_producer_is_out_of_sight()
    {
        _seen.Remove("vault");
        DeploymentPlan plan = Planner.Make(new PlanInput(
            _after.Document, new string('a', 64), _after.Reading.Sources,
            _after.Desired.Where(pair => pair.Key != "vault").ToDictionary(), _seen, _after.Programs, _ => null)
        {
            Left = [new LeftMachine("vault", "")],
        });

        Assert.Contains(plan.Obstacles, obstacle => obstacle is { Machine: "vault2", Kind: ObstacleKind.ProducerUnseen });
    }

    [Fact]
    public void Old_producer_does_not_come_back_while_the_new_one_could_not_be_taken_back()
    {
        DeploymentPlan plan = _after.PlanFor(_seen);
        RolloutState state = RolloutFold.Begin("r", plan, new RolloutBegun(Start, RolloutPurpose.Apply, "", "ann", "", "waived"));
        foreach (string machine in plan.Machines.Select(change => change.Machine))
            state = RolloutFold.Apply(state, new MachineStaged(Start, machine));
        foreach (string machine in (string[])["vault", "vault2"])
            state = RolloutFold.Apply(state, new ActivationBegun(Start, machine));
        state = RolloutFold.Apply(state, new MachineActivated(Start, "vault", false));
        state = RolloutFold.Apply(state, new MachineActivated(Start, "vault2", false));
        state = RolloutFold.Apply(state, new RevertBegun(Start, new Failure(FailureKind.Unreachable, "vault2 does not answer")));
        state = RolloutFold.Apply(state, new MachineStuck(Start, "vault2", new Failure(FailureKind.Unreachable, "vault2 does not answer")));

        for (int i = 0; i < 10 && state.Phase != RolloutPhase.Ended; i++)
        {
            RolloutDecision decision = RolloutMachine.Decide(state, Start);
            Assert.DoesNotContain(decision.Events, happened => happened is MachineRevertBegun { Machine: "vault" });
            Assert.DoesNotContain(decision.Commands, command => command is RolloutCommand.Revert { Machine: "vault" });
            state = decision.Events.Aggregate(state, RolloutFold.Apply);
        }

        Assert.Equal(RolloutOutcome.Partial, state.Outcome);
        Assert.Contains("look at vault2 first", state.Machines["vault"].Trouble, StringComparison.Ordinal);
    }

    private static string WithStandby(string text) => text
        .Replace("# engine: pooltopology", "engine: cardano-node #", StringComparison.Ordinal)
        .Replace(
            "  outside: { address: 127.0.0.14 }", "  outside: { address: 127.0.0.14 }\n  vault2: { address: 127.0.0.15, zone: b }",
            StringComparison.Ordinal)
        .Replace(
            "    # standby: false\n", "    # standby: false\n  bp2: { machine: vault2, port: 3001, standby: true }\n", StringComparison.Ordinal);

    private static string Swapped(string text) => WithStandby(text)
        .Replace("port: 3001, standby: true", "port: 3001", StringComparison.Ordinal)
        .Replace("    machine: vault\n    port: 3001", "    machine: vault\n    standby: true\n    port: 3001", StringComparison.Ordinal);
}
