using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.Inspection;

/// <summary>Some blocks that stand one after another in a chunk, and what was found about the files up to them.</summary>
/// <param name="Chunk">The chunk's number.</param>
/// <param name="OffsetBytes">Where the window starts in the chunk.</param>
/// <param name="Bytes">The blocks' bytes; each matches the checksum that its entry has.</param>
/// <param name="Blocks">The blocks; none when the window only brings findings.</param>
/// <param name="Findings">What was found before these blocks, or behind the last one of the chunk.</param>
public sealed record StoredWindow(
    int Chunk,
    long OffsetBytes,
    ReadOnlyMemory<byte> Bytes,
    ImmutableArray<StoredWindow.Entry> Blocks,
    ImmutableArray<StorageFinding> Findings)
{
    /// <summary>A block as the index has it.</summary>
    /// <param name="Number">Its number in the chunk.</param>
    /// <param name="StartBytes">Where it starts in the window.</param>
    /// <param name="SizeBytes">Its size.</param>
    /// <param name="Point">The slot and hash.</param>
    /// <param name="HeaderOffsetBytes">Where its header starts in the block.</param>
    /// <param name="HeaderSizeBytes">The header's size.</param>
    public readonly record struct Entry(
        int Number, int StartBytes, int SizeBytes, Point Point, int HeaderOffsetBytes, int HeaderSizeBytes);

    /// <summary>The bytes of a block: CBOR <c>[eraTag, block]</c>.</summary>
    public ReadOnlyMemory<byte> BytesOf(in Entry block) => Bytes.Slice(block.StartBytes, block.SizeBytes);
}
