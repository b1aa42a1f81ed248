using System.Buffers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Network.Ports;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Serving;

/// <summary>Our chain as downstream chain-sync serves it: one database follower for each peer.</summary>
internal sealed class ChainFollowers(ChainDatabase chain) : IChainFollowerSource
{
    /// <inheritdoc/>
    public IChainFollower Follow() =>
        new Follower(chain, chain.TryFollow(Point.Origin)
            ?? throw new InvalidOperationException("the origin is on every chain"));

    private sealed class Follower(ChainDatabase chain, ChainFollower follower) : IChainFollower
    {
        public (Point? Intersection, Tip Tip) FindIntersection(IReadOnlyList<Point> points)
        {
            foreach (Point point in points)
            {
                if (follower.MoveTo(point))
                    return (point, chain.Tip);
            }
            return (null, chain.Tip);
        }

        public ChainUpdate? TryNext() => follower.Next() is FollowerInstruction next ? Translate(next) : null;

        public async ValueTask<ChainUpdate> NextAsync(CancellationToken cancellation)
        {
            while (true)
            {
                if (TryNext() is ChainUpdate next)
                    return next;
                await follower.WaitForChangeAsync(cancellation);
            }
        }

        public void Dispose() => follower.Dispose();

        private static ChainUpdate Translate(FollowerInstruction instruction)
        {
            switch (instruction)
            {
                case FollowerInstruction.RollForward forward:
                    ArrayBufferWriter<byte> wrapped = new(forward.Header.Bytes.Length + 16);
                    Era era = EraTable.FromBlockTag(forward.Header.EraTag)
                        ?? throw new InvalidOperationException($"no era has block tag {forward.Header.EraTag}");
                    BlockWrapping.WriteHeader(wrapped, era, forward.Header.Bytes.Span);
                    return new ChainUpdate.RollForward(wrapped.WrittenMemory, forward.Tip);
                case FollowerInstruction.RollBackward backward:
                    return new ChainUpdate.RollBackward(backward.Point, backward.Tip);
                default:
                    throw new InvalidOperationException($"no translation of {instruction.GetType().Name}");
            }
        }
    }
}
