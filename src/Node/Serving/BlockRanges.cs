using PoolTopology.Network.Ports;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Serving;

/// <summary>Our blocks as downstream block-fetch serves them: stored bytes, read as they are sent.</summary>
internal sealed class BlockRanges(ChainDatabase chain) : IBlockRangeSource
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ReadOnlyMemory<byte>>? TryStream(Point from, Point to) =>
        chain.TryStreamRange(from, to)?.ToAsyncEnumerable();
}
