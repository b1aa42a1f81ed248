using PoolTopology.Network.Ports;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;

namespace PoolTopology.Node.Serving;

/// <summary>Our blocks as downstream block-fetch serves them: stored bytes, read as they are sent.</summary>
internal sealed class BlockRanges(ChainDatabase chain) : IBlockRangeSource
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ReadOnlyMemory<byte>>? TryStream(Point first, Point last) =>
        chain.TryStreamRange(first, last) is { } blocks ? Read(blocks).ToAsyncEnumerable() : null;

    private IEnumerable<ReadOnlyMemory<byte>> Read(IEnumerable<ReadOnlyMemory<byte>> blocks)
    {
        using IEnumerator<ReadOnlyMemory<byte>> reading = blocks.GetEnumerator();
        while (MoveNext(reading))
            yield return reading.Current;
    }

    private bool MoveNext(IEnumerator<ReadOnlyMemory<byte>> reading)
    {
        try
        {
            return reading.MoveNext();
        }
        catch (StorageException gone) when (gone.Fault == StorageFault.Missing)
        {
            throw new RangeGoneException(gone.Message);
        }
        catch (StorageException damaged) when (damaged.Fault == StorageFault.Corrupt)
        {
            // The node stops with this; started again it drops what follows the damage, and fetches it.
            chain.RequireFullCheck();
            throw;
        }
    }
}
