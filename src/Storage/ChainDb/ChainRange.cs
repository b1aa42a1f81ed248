using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;

namespace PoolTopology.Storage.ChainDb;

/// <summary>Reads a range of the chain, first from the ImmutableDB, then from wherever its newest blocks are.</summary>
internal static class ChainRange
{
    /// <summary>Reads the blocks as they are asked for.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(
        ChainDatabase database, ImmutableDatabase immutable, ChainSnapshot chain, Point from, Point through)
    {
        ChainFragment fragment = chain.Fragment;
        int first = fragment.CountThrough(from) - 1;
        if (first < 0)
        {
            // From the anchor or a block before it: immutable up to the anchor.
            foreach (ImmutableBlock block in immutable.TryStreamFrom(from) ?? [])
            {
                yield return block.Bytes;
                if (block.Point == through)
                    yield break;
                if (block.Point == fragment.Anchor)
                    break;
            }
            first = 0;
        }
        int last = fragment.CountThrough(through) - 1;
        for (int i = first; i <= last; i++)
        {
            Point point = fragment[i].Point;
            yield return database.TryReadBlock(point) ?? throw StorageException.Of(
                StorageFault.Missing, "volatile", $"block {point} left the chain while it was being read");
        }
    }
}
