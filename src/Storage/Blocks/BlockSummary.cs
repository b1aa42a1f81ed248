using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.Blocks;

/// <summary>What the indexes keep of a stored block.</summary>
/// <remarks>
/// Shape: stored bytes are CBOR <c>[eraTag, block]</c>; the header is the first element of the block.
/// <c>PrevHash</c> is null for the first block of a chain without Byron era.
/// <c>HeaderOffsetBytes</c> counts from the first byte of the stored block.
/// </remarks>
public sealed record BlockSummary(
    Hash32 Hash,
    Hash32? PrevHash,
    Slot Slot,
    BlockNo BlockNo,
    byte EraTag,
    int HeaderOffsetBytes,
    int HeaderSizeBytes,
    int SizeBytes)
{
    /// <summary>The era tag of Byron's epoch boundary blocks.</summary>
    public const byte EpochBoundaryEraTag = 0;

    /// <summary>The summary of a decoded block.</summary>
    public static BlockSummary Of(Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        BlockHeader header = block.Header;
        bool isPart = block.StoredBytes.Span.Overlaps(header.Bytes.Span, out int headerOffset);
        Invariant.Require(isPart, "a header is a part of its block");
        return new BlockSummary(
            header.Hash, header.PrevHash, header.Slot, header.BlockNo, (byte)EraTable.BlockTag(block.Era),
            headerOffset, header.Bytes.Length, block.StoredBytes.Length);
    }

    /// <summary>A Byron epoch boundary block: it shares its slot with the block after it.</summary>
    public bool IsEpochBoundary => EraTag == EpochBoundaryEraTag;

    /// <summary>The block's place on a chain.</summary>
    public Point Point => new(Slot, Hash);

    /// <summary>The end of a chain whose last block this is.</summary>
    public Tip Tip => new(Point, BlockNo);
}
