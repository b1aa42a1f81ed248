using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Simulation.Rollouts;

public sealed class RolloutSimulationTests
{
    private static readonly string[] Order = ["edge-1", "edge-2", "edge-3", "edge-4", "spare", "vault"];

    [Fact]
    public void Good_release_reaches_every_machine_in_order_and_misses_no_slot() => Seeds.ForAll(20, random =>
    {
        RolloutSimulation simulation = new(random.Next(), NodeBehaviour.Good);

        RolloutState end = simulation.Run();

        Assert.Equal(RolloutOutcome.Done, end.Outcome);
        Assert.Equal(ExitCodes.Ok, end.ExitCode);
        Assert.Equal(Order, simulation.Activated);
        Assert.All(simulation.Fleet.Machines.Values, machine => Assert.Equal((2L, 2L), (machine.Generation, machine.Stable)));
        Assert.Equal(0, simulation.MissedSlots());
    });

    [Theory]
    [InlineData(NodeBehaviour.CrashesAtOnce)]
    [InlineData(NodeBehaviour.NeverAnswers)]
    [InlineData(NodeBehaviour.NeverCatchesUp)]
    [InlineData(NodeBehaviour.FollowsAStalePeer)]
    [InlineData(NodeBehaviour.DiesAfterTenSeconds)]
    internal void Bad_release_is_stopped_at_the_canary_and_taken_back(NodeBehaviour release) => Seeds.ForAll(20, random =>
    {
        RolloutSimulation simulation = new(random.Next(), release);

        RolloutState end = simulation.Run();

        Assert.Equal(RolloutOutcome.RolledBack, end.Outcome);
        Assert.Equal(ExitCodes.RolledBack, end.ExitCode);
        Assert.Equal(["edge-1"], simulation.Activated);
        Assert.All(simulation.Fleet.Machines.Values, machine => Assert.Equal(1, machine.Generation));
    });

    [Fact]
    public void Release_that_ruins_its_machine_is_taken_back_and_the_machine_is_named() => Seeds.ForAll(20, random =>
    {
        RolloutSimulation simulation = new(random.Next(), NodeBehaviour.RuinsItsMachine);

        RolloutState end = simulation.Run();

        Assert.Equal((RolloutOutcome.BackUnhealthy, ExitCodes.PartiallyApplied), (end.Outcome, end.ExitCode));
        Assert.Contains("edge-1 is back and not healthy", end.Cause!.Sentence, StringComparison.Ordinal);
        Assert.Equal(["edge-1"], simulation.Activated);
        Assert.All(simulation.Fleet.Machines.Values, machine => Assert.Equal(1, machine.Generation));
    });

    [Theory]
    [InlineData(NodeBehaviour.Good)]
    [InlineData(NodeBehaviour.DiesAfterTenSeconds)]
    internal void Killed_at_every_record_it_converges(NodeBehaviour release)
    {
        RolloutSimulation whole = new(7, release);
        whole.Run();
        long wanted = release == NodeBehaviour.Good ? 2 : 1;
        for (int at = 1; at < whole.Journal.Count; at++)
        {
            foreach (bool afterwards in new[] { false, true })
            {
                RolloutSimulation simulation = new(7, release);
                RolloutState end = simulation.Run((at, afterwards));
                Assert.True(end.Outcome is RolloutOutcome.Done or RolloutOutcome.RolledBack, $"record {at}: {end.Outcome} {end.Cause}");
                long reached = end.Outcome == RolloutOutcome.Done ? 2 : 1;
                Assert.True(reached <= wanted);
                Assert.All(simulation.Fleet.Machines.Values, machine => Assert.Equal(reached, machine.Generation));
            }
        }
    }

    [Fact]
    public void Kills_and_lost_connections_leave_no_machine_between_generations() => Seeds.ForAll(20, random =>
    {
        NodeBehaviour release = (NodeBehaviour)random.Next(5);
        RolloutSimulation simulation = new(random.Next(), release, lossRate: 0.05, withFirewall: random.Next(2) == 0);
        (int, bool)[] kills = [.. Enumerable.Range(0, random.Next(4)).Select(_ => (random.Next(1, 25), random.Next(2) == 0))];

        RolloutState end = simulation.Run(kills);

        Assert.NotEqual(RolloutOutcome.Partial, end.Outcome);
        long wanted = end.Outcome == RolloutOutcome.Done ? 2 : 1;
        Assert.All(simulation.Fleet.Machines.Values, machine => Assert.Equal(wanted, machine.Generation));
        if (release != NodeBehaviour.Good)
            Assert.NotEqual(RolloutOutcome.Done, end.Outcome);
        Assert.Equal(0, simulation.MissedSlots());
    });

    [Fact]
    public void Connections_that_stand_still_make_no_restart_late() => Seeds.ForAll(100, random =>
    {
        RolloutSimulation simulation = new(
            random.Next(), NodeBehaviour.Good, withFirewall: false, longestStall: TimeSpan.FromSeconds(45));

        RolloutState end = simulation.Run();

        Assert.Equal(RolloutOutcome.Done, end.Outcome);
        Assert.Equal(0, simulation.MissedSlots());
    });

    [Fact]
    public void Same_seed_gives_the_same_journal()
    {
        string[] runs = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            RolloutSimulation simulation = new(11, NodeBehaviour.NeverCatchesUp, lossRate: 0.1);
            simulation.Run((5, true));
            return string.Join('\n', simulation.Journal);
        })];

        Assert.Equal(runs[0], runs[1]);
    }
}
