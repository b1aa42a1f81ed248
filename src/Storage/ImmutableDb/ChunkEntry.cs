using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>What the secondary index says of one block.</summary>
internal readonly record struct ChunkEntry(
    long OffsetBytes,
    ushort HeaderOffsetBytes,
    ushort HeaderSizeBytes,
    uint Crc,
    Hash32 Hash,
    Slot Slot,
    bool IsEpochBoundary)
{
    /// <summary>The block's place on the chain.</summary>
    public Point Point => new(Slot, Hash);

    /// <summary>The entry of a block that stands at the given offset of its chunk.</summary>
    public static ChunkEntry Of(BlockSummary summary, long offsetBytes, ReadOnlySpan<byte> block) => new(
        offsetBytes,
        checked((ushort)summary.HeaderOffsetBytes),
        checked((ushort)summary.HeaderSizeBytes),
        Crc32.Of(block),
        summary.Hash,
        summary.Slot,
        summary.IsEpochBoundary);
}
