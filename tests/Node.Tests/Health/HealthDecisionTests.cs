using System.Collections.Immutable;
using PoolTopology.Node.Health;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Node.Tests.Health;

public sealed class HealthDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly HealthThresholds Thresholds = HealthThresholds.For(0.25);

    private static HealthInputs Healthy { get; } = new()
    {
        Now = Now,
        CurrentSlot = new Slot(1000),
        Tip = TipAt(slot: 998, blockNo: 250),
        StartedAt = Now.AddMinutes(-10),
        Upstreams = 2,
        BestUpstreamBlockNo = new BlockNo(250),
        HasCaughtUp = true,
    };

    [Fact]
    public void Healthy_relay_serves_everything_and_has_no_forging_service()
    {
        ImmutableArray<ServiceVerdict> verdicts = HealthDecision.Decide(Healthy, Thresholds);
        Assert.Equal(["", "live", "synced"], verdicts.Select(verdict => verdict.Service));
        Assert.All(verdicts, verdict => Assert.True(verdict.IsServing, verdict.ToString()));
    }

    [Fact]
    public void Database_that_is_being_opened_is_neither_live_nor_synced() =>
        AssertNotServing(Healthy with { StartedAt = null }, "being opened", "live", "synced");

    [Fact]
    public void Fault_of_a_stage_turns_live_off_and_says_which() =>
        AssertNotServing(Healthy with { Fault = "disk full" }, "disk full", "live");

    [Fact]
    public void Shutdown_turns_everything_off() =>
        AssertNotServing(Healthy with { IsShuttingDown = true }, "shutting down", "live", "synced");

    [Fact]
    public void Node_that_has_never_caught_up_is_not_synced() =>
        AssertNotServing(Healthy with { HasCaughtUp = false }, "catching up", "synced");

    [Fact]
    public void Empty_chain_is_not_synced() =>
        AssertNotServing(Healthy with { Tip = Tip.Genesis, BestUpstreamBlockNo = new BlockNo(0) }, "empty", "synced");

    [Theory]
    [InlineData(252, true)]
    [InlineData(253, false)]
    public void Node_may_be_two_blocks_behind_the_best_upstream(ulong best, bool isServing) =>
        Assert.Equal(isServing, Synced(Healthy with { BestUpstreamBlockNo = new BlockNo(best) }).IsServing);

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(2.0, true)]
    [InlineData(2.001, false)]
    public void Loss_of_the_last_upstream_has_a_grace(double secondsAgo, bool isServing) =>
        Assert.Equal(isServing, Synced(Healthy with
        {
            Upstreams = 0,
            BestUpstreamBlockNo = null,
            UpstreamsLostAt = Now.AddSeconds(-secondsAgo),
        }).IsServing);

    [Fact]
    public void Node_that_never_had_an_upstream_gets_no_grace() =>
        AssertNotServing(Healthy with { Upstreams = 0, BestUpstreamBlockNo = null }, "no upstream", "synced");

    [Theory]
    [InlineData(49, true)]
    [InlineData(50, false)]
    public void Tip_that_stands_still_turns_synced_off_at_the_threshold(ulong silentSlots, bool isServing) =>
        Assert.Equal(isServing, Synced(Healthy with { Tip = TipAt(1000 - silentSlots, 250) }).IsServing);

    [Fact]
    public void Tip_ahead_of_the_clock_is_no_silence() =>
        Assert.True(Synced(Healthy with { Tip = TipAt(1001, 250) }).IsServing);

    [Theory]
    [InlineData(0.05, 270)]
    [InlineData(0.25, 49)]
    [InlineData(1.0, 20)]
    public void Stall_threshold_follows_from_the_active_slot_coefficient(double f, ulong slots) =>
        Assert.Equal(slots, HealthThresholds.For(f).StallSlots);

    [Fact]
    public void Producer_without_an_obstacle_serves_forging()
    {
        ImmutableArray<ServiceVerdict> verdicts =
            HealthDecision.Decide(Healthy with { Forging = new ForgingHealthInputs(null, Now.AddSeconds(-1)) }, Thresholds);
        Assert.Equal(["", "live", "synced", "forging"], verdicts.Select(verdict => verdict.Service));
        Assert.All(verdicts, verdict => Assert.True(verdict.IsServing, verdict.ToString()));
    }

    [Fact]
    public void Obstacle_turns_forging_off_and_nothing_else_of_its_own() =>
        AssertNotServing(
            Healthy with { Forging = new ForgingHealthInputs("the KES key is expired", Now) }, "expired", "forging");

    [Fact]
    public void Producer_that_has_checked_no_slot_does_not_serve_forging() =>
        AssertNotServing(Healthy with { Forging = new ForgingHealthInputs(null, null) }, "no slot", "forging");

    [Theory]
    [InlineData(5.0, true)]
    [InlineData(5.001, false)]
    public void Leadership_check_may_be_five_seconds_old(double ageSeconds, bool isServing)
    {
        HealthInputs inputs = Healthy with { Forging = new ForgingHealthInputs(null, Now.AddSeconds(-ageSeconds)) };
        Assert.Equal(isServing, HealthDecision.Decide(inputs, Thresholds).Single(v => v.Service == "forging").IsServing);
    }

    private static void AssertNotServing(HealthInputs inputs, string reason, params string[] services)
    {
        ImmutableArray<ServiceVerdict> verdicts = HealthDecision.Decide(inputs, Thresholds);
        Assert.Equal(
            services.Prepend(""), verdicts.Where(verdict => !verdict.IsServing).Select(verdict => verdict.Service));
        Assert.All(
            verdicts.Where(verdict => !verdict.IsServing),
            verdict => Assert.Contains(reason, verdict.Reason, StringComparison.Ordinal));
    }

    private static ServiceVerdict Synced(HealthInputs inputs) =>
        HealthDecision.Decide(inputs, Thresholds).Single(verdict => verdict.Service == "synced");

    private static Tip TipAt(ulong slot, ulong blockNo) =>
        new(new Point(new Slot(slot), default), new BlockNo(blockNo));
}
