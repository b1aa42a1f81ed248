using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>How slots fall into chunks.</summary>
/// <remarks>
/// Units: a chunk covers 10 k slots (21,600 on mainnet). Relative slot 0 of a chunk is kept for Byron's epoch boundary
/// block; the chunk's first ordinary slot is relative slot 1.
/// Spec: ouroboros-consensus <c>Storage/ImmutableDB/Chunks/Layout.hs</c>.
/// </remarks>
internal readonly record struct ChunkLayout(ulong SlotsPerChunk)
{
    /// <summary>The relative slots of a chunk, the boundary block's place included.</summary>
    public int RelativeSlotCount => checked((int)SlotsPerChunk + 1);

    /// <summary>The chunk that a slot falls into.</summary>
    public int ChunkOf(Slot slot) => checked((int)(slot.Value / SlotsPerChunk));

    /// <summary>A block's place in its chunk.</summary>
    public int RelativeSlotOf(Slot slot, bool isEpochBoundary) =>
        isEpochBoundary ? 0 : (int)(slot.Value % SlotsPerChunk) + 1;

    /// <summary>A block's place in its chunk.</summary>
    public int RelativeSlotOf(BlockSummary block) => RelativeSlotOf(block.Slot, block.IsEpochBoundary);

    /// <summary>The first slot of a chunk.</summary>
    public Slot FirstSlotOf(int chunk) => new(checked((ulong)chunk * SlotsPerChunk));
}
