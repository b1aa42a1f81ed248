using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Node.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Observed;

public sealed class VerdictTests
{
    [Fact]
    public void OfChain_healthy_pool_with_one_tip_is_good() => Assert.Empty(Verdict.OfChain(Good(10)));

    [Fact]
    public void OfChain_nothing_seen_names_every_shortcoming()
    {
        string[] texts = [.. Verdict.OfChain(SamplePool.Reduce([])).Select(one => one.Text)];
        Assert.Equal(
        [
            "no block was forged",
            "bp is UNKNOWN: has not attached yet",
            "relay-1 is UNKNOWN: has not attached yet",
            "relay-2 is UNKNOWN: has not attached yet",
            "observer is UNKNOWN: has not attached yet",
        ], texts);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(10, false)]
    public void OfChain_node_may_miss_the_blocks_that_are_under_way(int missing, bool isGood)
    {
        ulong blockNo = (ulong)(20 - missing);
        PoolState state = SamplePool.Reduce(Good(20), [SamplePool.Reported(SamplePool.Status("observer", blockNo))]);
        Shortcoming[] found = [.. Verdict.OfChain(state)];
        if (isGood)
            Assert.Empty(found);
        else
            Assert.Equal(new Shortcoming.TipBehind("observer", blockNo, 20), Assert.Single(found));
    }

    [Fact]
    public void OfChain_other_block_at_the_same_height_is_another_chain()
    {
        Status other = SamplePool.Status("observer", 20);
        other.Tip.Hash = SamplePool.HashOf(20, 'f');
        PoolState state = SamplePool.Reduce(Good(20), [SamplePool.Reported(other)]);
        Assert.Contains(Verdict.OfChain(state), one => one is Shortcoming.OtherChain);
    }

    [Fact]
    public void OfChain_lower_block_that_the_highest_chain_does_not_have_is_another_chain()
    {
        Status other = SamplePool.Status("observer", 19);
        other.Tip.Hash = SamplePool.HashOf(19, 'f');
        PoolState state = SamplePool.Reduce(Good(20), [SamplePool.Adopted("relay-1", 19), SamplePool.Reported(other)]);
        Assert.Equal(
            new Shortcoming.OtherChain("observer", 19, SamplePool.HashOf(19, 'f')), Assert.Single(Verdict.OfChain(state)));
    }

    [Fact]
    public void OfChain_unhealthy_node_is_named_with_its_reason()
    {
        PoolState state = SamplePool.Reduce(
            Good(20), [SamplePool.Reported(SamplePool.Status("relay-2", 20, serving: false, reason: "no upstream"))]);
        Assert.Equal("relay-2 is NOT_SERVING: synced: no upstream", Assert.Single(Verdict.OfChain(state)).Text);
    }

    [Fact]
    public void OfChain_double_signed_slot_is_never_good()
    {
        PoolState state = SamplePool.Reduce(Good(20), [SamplePool.Forged("bp", 20, fork: 'b')]);
        Assert.Equal(new Shortcoming.DoubleSigned(1), Assert.Single(Verdict.OfChain(state)));
    }

    [Theory]
    [InlineData("edge-1 edge-2", "")]
    [InlineData("edge-1", "the producer was not reached from edge-2, which runs a relay")]
    [InlineData("edge-1 edge-2 outside", "the producer was reached from outside, which runs no relay")]
    public void OfFirewall_only_relays_reach_and_all_of_them_do(string reaching, string expected)
    {
        string[] connected = reaching.Split(' ');
        Reachability measured = new([.. new[] { "edge-1", "edge-2", "outside" }.Select(machine =>
            new ReachabilityAttempt(machine, "10.77.0.10:3001", connected.Contains(machine), "", 1))], []);
        Assert.Equal(expected, string.Join("; ", Verdict.OfFirewall(SamplePool.Design, measured).Select(one => one.Text)));
    }

    private static PoolState Good(ulong blockNo) =>
        SamplePool.Reduce(SamplePool.Reduce(SamplePool.AllHealthy(blockNo)), [SamplePool.Forged("bp", blockNo)]);
}
