using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;
using Xunit;

namespace PoolTopology.Storage.Tests.ChainDb;

public sealed class ChainFollowerTests : IDisposable
{
    private readonly ChainHarness _chain = new();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public void Next_starts_with_a_roll_back_to_the_start_and_then_names_every_block()
    {
        List<TestBlock> blocks = TestBlocks.Chain(12, 1);
        _chain.Adopt(blocks);
        // From every block: immutable, the anchor, volatile, the tip.
        for (int start = -1; start < blocks.Count; start++)
        {
            Point from = start < 0 ? Point.Origin : blocks[start].Point;
            using ChainFollower follower = _chain.Database.TryFollow(from)!;
            Assert.Equal(new FollowerInstruction.RollBackward(from, blocks[^1].Summary.Tip), follower.Next());
            foreach (TestBlock block in blocks[(start + 1)..])
            {
                FollowerInstruction.RollForward next =
                    Assert.IsType<FollowerInstruction.RollForward>(follower.Next());
                Assert.Equal(block.Point, next.Header.Point);
                Assert.Equal(7, next.Header.EraTag);
                Assert.Equal(block.Bytes.Length, next.Header.BlockSizeBytes);
                Assert.True(next.Header.Bytes.Span.SequenceEqual(block.Bytes.AsSpan(
                    block.Summary.HeaderOffsetBytes, block.Summary.HeaderSizeBytes)));
                Assert.Equal(blocks[^1].Summary.Tip, next.Tip);
            }
            Assert.Null(follower.Next());
        }
    }

    [Fact]
    public void Next_after_a_switch_rolls_back_to_the_fork_once_and_follows_the_new_chain()
    {
        List<TestBlock> ours = TestBlocks.Chain(5, 1);
        List<TestBlock> theirs = TestBlocks.Chain(4, 2, from: ours[2]);
        _chain.Adopt(ours);
        using ChainFollower atTip = At(ours[4].Point);
        using ChainFollower behind = At(ours[1].Point);
        foreach (TestBlock block in theirs)
            _chain.Add(block);
        Assert.Equal(theirs[3].Summary.Tip, _chain.Database.Tip);

        Assert.Equal(new FollowerInstruction.RollBackward(ours[2].Point, theirs[3].Summary.Tip), atTip.Next());
        Assert.Equal(theirs.Select(b => b.Point), Forward(atTip));
        // One that had not read beyond the fork is not rolled back at all.
        Assert.Equal(ours[2..3].Concat(theirs).Select(b => b.Point), Forward(behind));
    }

    [Fact]
    public void Next_of_a_follower_that_slept_through_switches_and_copying_still_finds_the_way()
    {
        List<TestBlock> ours = TestBlocks.Chain(5, 1);
        _chain.Adopt(ours);
        using ChainFollower follower = At(ours[4].Point);
        List<TestBlock> theirs = TestBlocks.Chain(40, 2, from: ours[1]);
        foreach (TestBlock block in theirs)
            _chain.Add(block);
        Assert.True(_chain.Database.ImmutableTip.BlockNo.Value > 30);
        Assert.Equal(new FollowerInstruction.RollBackward(ours[1].Point, theirs[^1].Summary.Tip), follower.Next());
        Assert.Equal(theirs.Select(b => b.Point), Forward(follower));
    }

    [Fact]
    public async Task WaitForChangeAsync_completes_when_the_chain_changes_and_not_before()
    {
        List<TestBlock> blocks = TestBlocks.Chain(3, 1);
        _chain.Adopt(blocks[..1]);
        using ChainFollower follower = At(blocks[0].Point);
        Task waiting = follower.WaitForChangeAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        _chain.Adopt(blocks[1..2]);
        await waiting;
        Assert.Equal([blocks[1].Point], Forward(follower));
        // A change between Next and the wait is not missed.
        _chain.Adopt(blocks[2..]);
        await follower.WaitForChangeAsync(CancellationToken.None);
        Assert.Equal([blocks[2].Point], Forward(follower));
    }

    [Fact]
    public void WaitForChangeAsync_continues_in_the_waiter_s_context_and_on_no_other_thread()
    {
        List<TestBlock> blocks = TestBlocks.Chain(2, 1);
        _chain.Adopt(blocks[..1]);
        using ChainFollower first = At(blocks[0].Point);
        using ChainFollower second = At(blocks[0].Point);
        using CancellationTokenSource cancelled = new();
        List<string> seen = [];
        QueueContext context = new();
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            Task[] waiting =
            [
                Wait("first", first, CancellationToken.None),
                Wait("second", second, CancellationToken.None),
                Wait("third", first, cancelled.Token),
            ];
            cancelled.Cancel();
            SynchronizationContext.SetSynchronizationContext(null);
            _chain.Adopt(blocks[1..]);
            Assert.Empty(seen);
            SynchronizationContext.SetSynchronizationContext(context);
            context.Run();
            Assert.Equal(["third cancelled", "first", "second"], seen);
            Assert.All(waiting, task => Assert.True(task.IsCompletedSuccessfully));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        async Task Wait(string name, ChainFollower follower, CancellationToken token)
        {
            try
            {
                await follower.WaitForChangeAsync(token);
                seen.Add(name);
            }
            catch (OperationCanceledException)
            {
                seen.Add(name + " cancelled");
            }
        }
    }

    [Fact]
    public void MoveTo_starts_again_and_refuses_points_off_the_chain()
    {
        List<TestBlock> blocks = TestBlocks.Chain(9, 1);
        _chain.Adopt(blocks);
        using ChainFollower follower = At(blocks[8].Point);
        Assert.True(follower.MoveTo(blocks[1].Point));
        Assert.IsType<FollowerInstruction.RollBackward>(follower.Next());
        Assert.Equal(blocks[2..].Select(b => b.Point), Forward(follower));
        Assert.False(follower.MoveTo(TestBlocks.After(blocks[3], 7).Point));
        Assert.Null(follower.Next());
        Assert.Null(_chain.Database.TryFollow(TestBlocks.After(blocks[3], 7).Point));
    }

    [Fact]
    public void TryFollow_beyond_the_allowed_number_is_refused_until_one_is_disposed()
    {
        using ChainHarness chain = new(options: new ChainDbOptions { FollowersMax = 2 });
        ChainFollower first = chain.Database.TryFollow(Point.Origin)!;
        using ChainFollower second = chain.Database.TryFollow(Point.Origin)!;
        Assert.Throws<InvalidOperationException>(() => chain.Database.TryFollow(Point.Origin));
        first.Dispose();
        first.Dispose();
        using ChainFollower third = chain.Database.TryFollow(Point.Origin)!;
        Assert.Throws<InvalidOperationException>(() => chain.Database.TryFollow(Point.Origin));
    }

    private sealed class QueueContext : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

        public void Run()
        {
            while (_posted.TryDequeue(out (SendOrPostCallback Callback, object? State) next))
                next.Callback(next.State);
        }
    }

    private ChainFollower At(Point point)
    {
        ChainFollower follower = _chain.Database.TryFollow(point)!;
        Assert.IsType<FollowerInstruction.RollBackward>(follower.Next());
        return follower;
    }

    private static List<Point> Forward(ChainFollower follower)
    {
        List<Point> points = [];
        while (follower.Next() is FollowerInstruction next)
            points.Add(Assert.IsType<FollowerInstruction.RollForward>(next).Header.Point);
        return points;
    }
}
