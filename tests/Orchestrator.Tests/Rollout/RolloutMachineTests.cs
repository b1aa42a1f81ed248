using System.Collections.Immutable;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Tests.Plan;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Rollout;

public sealed class RolloutMachineTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private readonly DeploymentPlan _plan = new PlanSamples(program: "program 2").PlanFor(new PlanSamples().InForce());

    [Fact]
    public void Everything_is_staged_before_anything_is_activated()
    {
        RolloutDecision decision = RolloutMachine.Decide(Begin(), Start);

        Assert.Empty(decision.Events);
        Assert.Equal(4, decision.Commands.Length);
        Assert.All(decision.Commands, command => Assert.IsType<RolloutCommand.Stage>(command));
    }

    [Fact]
    public void Activation_is_announced_before_it_is_commanded()
    {
        RolloutState staged = Staged();

        RolloutDecision decision = RolloutMachine.Decide(staged, Start);
        Assert.Equal(new ActivationBegun(Start, "edge-1"), Assert.Single(decision.Events));
        Assert.Empty(decision.Commands);

        decision = RolloutMachine.Decide(RolloutFold.Apply(staged, decision.Events[0]), Start);
        Assert.Equal(new RolloutCommand.Activate("edge-1"), Assert.Single(decision.Commands));
    }

    [Fact]
    public void Paused_nothing_further_is_activated()
    {
        RolloutState paused = RolloutFold.Apply(Staged(), new RolloutPaused(Start, "ann", ""));

        RolloutDecision decision = RolloutMachine.Decide(paused, Start);

        Assert.True(decision.Events.IsEmpty && decision.Commands.IsEmpty);
    }

    [Fact]
    public void Abort_before_any_change_ends_it_and_after_one_takes_it_back()
    {
        AbortAsked abort = new(Start, "ann", "lunch");
        RolloutState before = RolloutFold.Apply(Staged(), abort);
        RolloutState after = RolloutFold.Apply(RolloutFold.Apply(Staged(), new ActivationBegun(Start, "edge-1")), abort);

        Assert.Equal(RolloutOutcome.Failed, Assert.IsType<RolloutEnded>(RolloutMachine.Decide(before, Start).Events[0]).Outcome);
        Assert.IsType<RevertBegun>(RolloutMachine.Decide(after, Start).Events[0]);
    }

    [Theory]
    [InlineData(119, false)]
    [InlineData(120, true)]
    public void A_machine_that_is_away_on_the_way_back_has_two_minutes_to_start_anew(int seconds, bool isGivenUp)
    {
        RolloutState state = RolloutFold.Apply(RolloutFold.Apply(Staged(), new ActivationBegun(Start, "edge-1")), new AbortAsked(Start, "ann", "lunch"));
        state = Settle(state, Start);
        Assert.Equal(MachinePhase.Reverting, state.Machines["edge-1"].Phase);
        for (int i = 0; i < 20; i++)
            state = RolloutFold.Apply(state, new CommandFailed(Start, "edge-1", new Failure(FailureKind.Unreachable, "no answer")));

        RolloutDecision decision = RolloutMachine.Decide(state, Start + TimeSpan.FromSeconds(seconds));

        Assert.Equal(isGivenUp, decision.Events.OfType<MachineStuck>().Any());
        Assert.Equal(!isGivenUp, decision.Commands.OfType<RolloutCommand.Revert>().Any());
    }

    [Theory]
    [InlineData("", RolloutOutcome.RolledBack, ExitCodes.RolledBack)]
    [InlineData("relay-1 does not run", RolloutOutcome.BackUnhealthy, ExitCodes.PartiallyApplied)]
    internal void Taken_back_is_only_well_where_every_machine_is_healthy_again(string trouble, RolloutOutcome outcome, int exitCode)
    {
        RolloutState state = RolloutFold.Apply(RolloutFold.Apply(Staged(), new ActivationBegun(Start, "edge-1")), new AbortAsked(Start, "ann", "lunch"));
        state = Settle(state, Start);
        state = RolloutFold.Apply(state, new MachineReverted(Start, "edge-1", 1));
        state = RolloutFold.Apply(state, new MachineRestored(Start, "edge-1", trouble));

        state = Settle(state, Start);

        Assert.Equal((outcome, exitCode), (state.Outcome, state.ExitCode));
        Assert.Contains("lunch", state.Cause!.Sentence, StringComparison.Ordinal);
        Assert.Contains(trouble, state.Cause!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_producer_whose_windows_nobody_knows_is_left_alone_and_the_rest_stays()
    {
        RolloutState state = AtTheProducer();
        Assert.Equal(new RolloutCommand.AskWindows("vault"), Assert.Single(RolloutMachine.Decide(state, Start).Commands));

        state = RolloutFold.Apply(state, new WindowsSeen(Start, "vault", SlotWindows.NeverTold("it does not say")));
        state = Settle(state, Start);

        Assert.Equal((RolloutOutcome.Held, ExitCodes.SafetyRefusal), (state.Outcome, state.ExitCode));
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(20, true)]
    [InlineData(19, false)]
    public void A_producer_goes_only_into_a_window_that_is_long_enough(int seconds, bool goes)
    {
        RolloutState state = AtTheProducer();
        ImmutableArray<SlotWindow> windows = [new(Start - TimeSpan.FromSeconds(5), Start + TimeSpan.FromSeconds(seconds))];

        state = RolloutFold.Apply(state, new WindowsSeen(Start, "vault", SlotWindows.Known(windows)));

        Assert.Equal(goes, RolloutMachine.Decide(state, Start).Events.OfType<ActivationBegun>().Any());
    }

    [Fact]
    public void A_producer_that_cannot_say_now_is_asked_again_until_the_deadline()
    {
        RolloutState state = AtTheProducer();
        TimeSpan patience = TimeSpan.FromSeconds(_plan.Policy.DeadlineSeconds);
        for (DateTimeOffset now = Start; now < Start + patience; now += TimeSpan.FromSeconds(2))
        {
            state = RolloutFold.Apply(state, new WindowsSeen(now, "vault", SlotWindows.Unknown("it is not synced")));
            RolloutDecision later = RolloutMachine.Decide(state, now + TimeSpan.FromSeconds(1));
            Assert.Equal(new RolloutCommand.AskWindows("vault"), Assert.Single(later.Commands));
        }

        MachineFailed left = Assert.IsType<MachineFailed>(Assert.Single(RolloutMachine.Decide(state, Start + patience).Events));
        Assert.Equal(FailureKind.Unsafe, left.Failure.Kind);
        Assert.Contains("it is not synced", left.Failure.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_producer_that_makes_no_blocks_goes_at_any_time()
    {
        RolloutState state = RolloutFold.Apply(AtTheProducer(), new WindowsSeen(Start, "vault", SlotWindows.NotNeeded("no keys")));

        Assert.Equal(new ActivationBegun(Start, "vault"), Assert.Single(RolloutMachine.Decide(state, Start).Events));
    }

    [Fact]
    public void A_machine_that_was_reached_too_late_waits_for_another_window()
    {
        ImmutableArray<SlotWindow> windows = [new(Start, Start + TimeSpan.FromSeconds(50))];
        RolloutState state = RolloutFold.Apply(AtTheProducer(), new WindowsSeen(Start, "vault", SlotWindows.Known(windows)));
        ActivationBegun begun = Assert.IsType<ActivationBegun>(Assert.Single(RolloutMachine.Decide(state, Start).Events));
        Assert.Equal(Start + TimeSpan.FromSeconds(30), begun.Before);
        state = RolloutFold.Apply(state, begun);
        Assert.Equal(
            new RolloutCommand.Activate("vault") { Before = begun.Before }, Assert.Single(RolloutMachine.Decide(state, Start).Commands));
        // Also by a process that takes it up.
        state = RolloutFold.Apply(state, new RolloutTakenUp(Start, "bob"));
        Assert.Equal(
            new RolloutCommand.Activate("vault") { Before = begun.Before }, Assert.Single(RolloutMachine.Decide(state, Start).Commands));

        state = RolloutFold.Apply(state, new ActivationDeferred(Start, "vault"));

        Assert.Equal(new RolloutCommand.AskWindows("vault"), Assert.Single(RolloutMachine.Decide(state, Start).Commands));
        Assert.False(state.Machines["vault"].IsChanged);
    }

    private RolloutState AtTheProducer()
    {
        RolloutState state = Staged();
        foreach (string machine in new[] { "edge-1", "edge-2", "outside" })
            state = RolloutFold.Apply(
                RolloutFold.Apply(state, new ActivationBegun(Start, machine)), new MachineHealthy(Start, machine));
        return state;
    }

    private RolloutState Begin() =>
        RolloutFold.Begin("r", _plan, new RolloutBegun(Start, RolloutPurpose.Apply, "p", "ann", "", ""));

    private RolloutState Staged() => _plan.Machines.Aggregate(
        Begin(), (state, change) => RolloutFold.Apply(state, new MachineStaged(Start, change.Machine)));

    private static RolloutState Settle(RolloutState state, DateTimeOffset now)
    {
        while (RolloutMachine.Decide(state, now).Events is { IsEmpty: false } events)
            state = events.Aggregate(state, RolloutFold.Apply);
        return state;
    }
}
