using PoolTopology.Ledger.Types;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;

namespace PoolTopology.Storage.Inspection;

/// <summary>Compares a decoded block with its place in the files: chunk, and entry in the index.</summary>
/// <remarks>Safe from any thread.</remarks>
public sealed class DecodedBlockCheck(IFileSystem files, IBlockParser parser, ulong slotsPerChunk)
{
    private readonly ChunkLayout _layout = new(slotsPerChunk);

    /// <summary>What is wrong with the block's place; null when nothing is.</summary>
    /// <returns>
    /// <see cref="StorageFinding.IndexContradicts"/> when the index names another slot, hash or header; a
    /// <see cref="StorageFinding.BlockDamaged"/> when the block's slot belongs into another chunk.
    /// </returns>
    public StorageFinding? Check(StoredWindow window, in StoredWindow.Entry entry, Block block)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(block);
        if (block.Header.Slot.Value / slotsPerChunk != (ulong)window.Chunk)
        {
            return new StorageFinding.BlockDamaged(
                files.Describe(ChunkFiles.Chunk(window.Chunk)), window.OffsetBytes + entry.StartBytes,
                TruncationReason.SlotOutOfOrder, entry.Point, null, null);
        }
        ReadOnlySpan<byte> bytes = block.StoredBytes.Span;
        int headerEnd = entry.HeaderOffsetBytes + entry.HeaderSizeBytes;
        bool isAsIndexed = entry.Point == block.Point && headerEnd <= bytes.Length
            && bytes[entry.HeaderOffsetBytes..headerEnd].SequenceEqual(block.Header.Bytes.Span);
        return isAsIndexed ? null : Contradiction(window, entry, bytes);
    }

    private StorageFinding Contradiction(
        StoredWindow window, in StoredWindow.Entry entry, ReadOnlySpan<byte> bytes)
    {
        ChunkEntry expected = ChunkEntry.Of(parser.Parse(bytes), window.OffsetBytes + entry.StartBytes, bytes);
        ChunkEntry found = expected with
        {
            HeaderOffsetBytes = checked((ushort)entry.HeaderOffsetBytes),
            HeaderSizeBytes = checked((ushort)entry.HeaderSizeBytes),
            Hash = entry.Point.Hash,
            Slot = entry.Point.Slot,
        };
        return new IndexComparison(files, _layout).Contradiction(window.Chunk, entry.Number, expected, found);
    }
}
