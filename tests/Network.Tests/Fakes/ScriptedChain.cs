using PoolTopology.Network.Mux;
using PoolTopology.Network.Ports;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Tests.Fakes;

/// <summary>A chain in memory that a test extends and rolls back, served as the network asks for it.</summary>
internal sealed class ScriptedChain : IChainFollowerSource, IBlockRangeSource
{
    private readonly Lock _gate = new();
    private readonly List<ScriptedBlock> _blocks = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _switches;

    public int FollowersOpen { get; private set; }

    /// <summary>Forgets blocks while it serves them.</summary>
    public bool IsForgetful { get; set; }

    public IReadOnlyList<ScriptedBlock> Blocks
    {
        get
        {
            lock (_gate)
                return [.. _blocks];
        }
    }

    public Tip Tip
    {
        get
        {
            lock (_gate)
                return _blocks.Count == 0 ? Tip.Genesis : _blocks[^1].Tip;
        }
    }

    public void Extend(int count, byte fork = 0, int bodyBytes = 200)
    {
        for (int i = 0; i < count; i++)
        {
            lock (_gate)
            {
                ulong slot = _blocks.Count == 0 ? 1 : _blocks[^1].Point.Slot.Value + 2;
                _blocks.Add(ScriptedBlock.Create(slot, (ulong)_blocks.Count, fork, bodyBytes));
            }
        }
        Announce();
    }

    /// <summary>Replaces the last blocks by others of another fork.</summary>
    public void Switch(int drop, int add, byte fork)
    {
        lock (_gate)
        {
            _blocks.RemoveRange(_blocks.Count - drop, drop);
            _switches++;
        }
        Extend(add, fork);
    }

    public IChainFollower Follow()
    {
        lock (_gate)
            FollowersOpen++;
        return new Follower(this);
    }

    public IAsyncEnumerable<ReadOnlyMemory<byte>>? TryStream(Point first, Point last)
    {
        lock (_gate)
        {
            int from = _blocks.FindIndex(block => block.Point == first);
            int to = _blocks.FindIndex(block => block.Point == last);
            return from < 0 || to < from ? null : Stream(_blocks.GetRange(from, to - from + 1));
        }
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> Stream(List<ScriptedBlock> blocks)
    {
        foreach (ScriptedBlock block in blocks)
        {
            yield return block.Stored;
            await Task.CompletedTask;
            if (IsForgetful)
                throw new RangeGoneException("rolled back");
        }
    }

    private void Announce()
    {
        TaskCompletionSource before;
        lock (_gate)
        {
            before = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        before.SetResult();
    }

    private sealed class Follower(ScriptedChain chain) : IChainFollower
    {
        private readonly List<Point> _known = [];
        private bool _isRewinding;
        private int _switchesSeen;

        public (Point? Intersection, Tip Tip) FindIntersection(IReadOnlyList<Point> points)
        {
            lock (chain._gate)
            {
                foreach (Point point in points)
                {
                    int at = chain._blocks.FindIndex(block => block.Point == point);
                    if (at < 0 && !point.IsOrigin)
                        continue;
                    _known.Clear();
                    _known.AddRange(chain._blocks.Take(at + 1).Select(block => block.Point));
                    _isRewinding = true;
                    return (point, chain.Tip);
                }
                return (null, chain.Tip);
            }
        }

        public ChainUpdate? TryNext()
        {
            lock (chain._gate)
            {
                // Without a switch the follower's points are the chain's first ones.
                int common = _switchesSeen == chain._switches ? _known.Count : 0;
                _switchesSeen = chain._switches;
                while (common < _known.Count && common < chain._blocks.Count && _known[common] == chain._blocks[common].Point)
                    common++;
                if (_isRewinding || common < _known.Count)
                {
                    _isRewinding = false;
                    _known.RemoveRange(common, _known.Count - common);
                    return new ChainUpdate.RollBackward(common == 0 ? Point.Origin : _known[^1], chain.Tip);
                }
                if (common == chain._blocks.Count)
                    return null;
                ScriptedBlock next = chain._blocks[common];
                _known.Add(next.Point);
                return new ChainUpdate.RollForward(next.Header, chain.Tip);
            }
        }

        public async ValueTask<ChainUpdate> NextAsync(CancellationToken cancellation)
        {
            while (true)
            {
                Task changed;
                lock (chain._gate)
                    changed = chain._changed.Task;
                if (TryNext() is ChainUpdate update)
                    return update;
                await Relay.Of(changed).WaitAsync(cancellation);
            }
        }

        public void Dispose()
        {
            lock (chain._gate)
                chain.FollowersOpen--;
        }
    }
}
