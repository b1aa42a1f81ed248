using System.Collections.Immutable;
using System.Net;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Observed;

public sealed class PoolReducerTests
{
    private static readonly PoolState Initial = PoolState.Initial(SamplePool.Design, isIsolated: false);

    [Fact]
    public void Apply_unknown_node_changes_nothing()
    {
        (PoolState next, ImmutableArray<PoolEvent> events) = PoolReducer.Apply(Initial, SamplePool.Attached("nobody"));
        Assert.Same(Initial, next);
        Assert.Empty(events);
    }

    [Fact]
    public void Apply_process_life_is_followed_through_start_death_restart_and_stop()
    {
        IPEndPoint address = new(IPAddress.Loopback, 3001);
        PoolState state = SamplePool.Reduce(Initial,
        [
            new Observation.ProcessStarted(SamplePool.Noon, "bp", 10, address, address),
            new Observation.ProcessExited(SamplePool.Noon, "bp", 10, 137, TimeSpan.FromSeconds(2), false, ["boom"]),
            new Observation.ProcessRestarting(SamplePool.Noon, "bp", TimeSpan.FromSeconds(1)),
        ]);
        NodeState waiting = state.FindNode("bp")!;
        Assert.Equal(ProcessPhase.Waiting, waiting.Phase);
        Assert.Equal(1u, waiting.Restarts);
        Assert.Equal("died: killed by signal 9 after 2.0 s; last words: boom", waiting.HealthReason);

        state = SamplePool.Reduce(state,
        [
            new Observation.ProcessStarted(SamplePool.Noon, "bp", 11, address, address),
            new Observation.ProcessExited(SamplePool.Noon, "bp", 11, 0, TimeSpan.FromSeconds(9), true, []),
        ]);
        Assert.Equal(ProcessPhase.Stopped, state.FindNode("bp")!.Phase);
        Assert.Equal(1u, state.FindNode("bp")!.Restarts);
    }

    [Fact]
    public void Apply_status_tells_health_only_when_it_changes()
    {
        PoolState attached = SamplePool.Reduce([SamplePool.Attached("relay-1")]);
        (PoolState first, ImmutableArray<PoolEvent> told) =
            PoolReducer.Apply(attached, SamplePool.Reported(SamplePool.Status("relay-1", 1)));
        Assert.Equal(["", "synced"], told.Cast<HealthChanged>().Select(change => change.Service));

        (PoolState second, ImmutableArray<PoolEvent> silent) =
            PoolReducer.Apply(first, SamplePool.Reported(SamplePool.Status("relay-1", 2, reason: "another reason")));
        Assert.Empty(silent);

        (PoolState third, ImmutableArray<PoolEvent> lost) =
            PoolReducer.Apply(second, SamplePool.Reported(SamplePool.Status("relay-1", 2, serving: false, reason: "no upstream")));
        Assert.Equal(2, lost.Length);
        Assert.Equal("synced: no upstream", third.FindNode("relay-1")!.HealthReason);
        Assert.Equal("NOT_SERVING", third.FindNode("relay-1")!.Health);
    }

    [Fact]
    public void Apply_detached_node_is_of_unknown_health_whatever_it_said_before()
    {
        PoolState state = SamplePool.Reduce(
        [
            SamplePool.Attached("relay-1"), SamplePool.Reported(SamplePool.Status("relay-1", 1)),
            new Observation.Detached(SamplePool.Noon, "relay-1", "gone"),
        ]);
        Assert.False(state.FindNode("relay-1")!.IsHealthy);
        Assert.Equal("UNKNOWN", state.FindNode("relay-1")!.Health);
    }

    [Fact]
    public void Apply_block_is_counted_once_however_often_it_is_reported()
    {
        PoolState state = SamplePool.Reduce(SamplePool.AllHealthy(1));
        state = SamplePool.Reduce(state,
        [
            SamplePool.Adopted("relay-1", 2), SamplePool.Forged("bp", 2), SamplePool.Adopted("bp", 2), SamplePool.Adopted("relay-2", 2),
            SamplePool.Forged("bp", 3),
        ]);
        Assert.Equal(2ul, state.BlocksForged);
        Assert.Equal(3ul, state.LastForged!.BlockNo);
    }

    [Fact]
    public void Apply_block_of_a_producer_that_died_before_it_could_report_is_counted_by_its_relays()
    {
        PoolState state = SamplePool.Reduce(SamplePool.AllHealthy(1));
        state = SamplePool.Reduce(state, [SamplePool.Adopted("relay-1", 2)]);
        Assert.Equal(1ul, state.BlocksForged);
    }

    [Fact]
    public void Apply_block_from_before_the_run_is_not_counted()
    {
        PoolState state = SamplePool.Reduce(SamplePool.AllHealthy(100));
        state = SamplePool.Reduce(state, [SamplePool.Adopted("observer", 99), SamplePool.Adopted("observer", 100)]);
        Assert.Equal(1ul, state.BlocksForged);
    }

    [Fact]
    public void Apply_two_blocks_of_one_issuer_in_one_slot_are_told_once_as_double_signed()
    {
        PoolState state = SamplePool.Reduce(SamplePool.AllHealthy(1));
        state = SamplePool.Reduce(state, [SamplePool.Forged("bp", 2)]);
        (state, ImmutableArray<PoolEvent> events) = PoolReducer.Apply(state, SamplePool.Adopted("relay-1", 2, fork: 'b'));
        DoubleSigned proof = Assert.IsType<DoubleSigned>(events[^1]);
        Assert.Equal(8ul, proof.Slot);
        Assert.Equal(SamplePool.HashOf(2, 'b'), proof.Hash);
        Assert.Equal(SamplePool.HashOf(2), proof.OtherHash);

        (state, events) = PoolReducer.Apply(state, SamplePool.Adopted("relay-2", 2, fork: 'c'));
        Assert.IsType<BlockAdopted>(Assert.Single(events));
        Assert.Single(state.Evidence.DoubleSignedSlots);
    }

    [Fact]
    public void Apply_propagation_is_the_delay_of_the_last_relay()
    {
        PoolState state = SamplePool.Reduce(
        [
            SamplePool.Forged("bp", 2), SamplePool.Adopted("bp", 2, 1), SamplePool.Adopted("relay-1", 2, 30), SamplePool.Adopted("observer", 2, 500),
        ]);
        Assert.Null(state.Propagation.P50Ms);
        state = SamplePool.Reduce(state, [SamplePool.Adopted("relay-2", 2, 80), SamplePool.Adopted("relay-2", 2, 9000)]);
        Assert.Equal(80, state.Propagation.P50Ms);
        Assert.Equal(1, state.Propagation.Count);
    }

    [Fact]
    public void Apply_block_of_catching_up_says_nothing_about_propagation()
    {
        PoolState state = SamplePool.Reduce(SamplePool.AllHealthy(100));
        state = SamplePool.Reduce(state, [SamplePool.Adopted("relay-1", 90, 9000), SamplePool.Adopted("relay-2", 90, 9000)]);
        Assert.Null(state.Propagation.P50Ms);
    }
}
