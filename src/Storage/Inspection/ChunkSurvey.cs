using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;

namespace PoolTopology.Storage.Inspection;

/// <summary>Decides which blocks a chunk holds, and what its index files should say.</summary>
internal sealed class ChunkSurvey(IFileSystem files, IBlockParser parser, ChunkLayout layout)
{
    private readonly ChunkValidator _validator = new(files, parser, layout);
    private readonly IndexComparison _comparison = new(files, layout);

    /// <summary>Opens a chunk by its index, or block by block when that is missing or cannot be right.</summary>
    public OpenChunk Open(int number, bool isLast)
    {
        OpenChunk chunk = new(number, isLast, files.OpenRead(ChunkFiles.Chunk(number)));
        if (LoadIndex(number, chunk.File.SizeBytes) is not ChunkIndex index)
        {
            Scan(chunk);
            return chunk;
        }
        chunk.Index = index;
        StorageFinding? finding = _comparison.OfPrimary(number, index.Entries, isLast);
        // The two indexes do not agree; the chunk knows which one is right.
        if (finding is StorageFinding.IndexContradicts or StorageFinding.IndexShort)
            Scan(chunk);
        else
            chunk.Add(finding);
        return chunk;
    }

    /// <summary>Goes through a chunk block by block and puts what it holds in the place of the index.</summary>
    /// <remarks>Blocks that were read by the index stay read.</remarks>
    public void Scan(OpenChunk chunk)
    {
        long readBytes = chunk.Next == 0 ? 0 : chunk.Index.EndOf(chunk.Next - 1);
        ChunkCheck check = _validator.Check(chunk.Number, before: null);
        chunk.Index = check.Index;
        chunk.IsScanned = true;
        chunk.Next = 0;
        while (chunk.Next < check.Index.Count && check.Index.Entries[chunk.Next].OffsetBytes < readBytes)
            chunk.Next++;
        AddFindings(chunk, check);
    }

    /// <summary>The index as its file has it; null when the file is missing or does not fit the chunk.</summary>
    private ChunkIndex? LoadIndex(int number, long chunkSizeBytes)
    {
        string path = ChunkFiles.Secondary(number);
        if (!files.Exists(path))
            return null;
        byte[] bytes = files.ReadAll(path);
        if (bytes.Length % SecondaryIndex.EntrySizeBytes != 0 || (bytes.Length == 0 && chunkSizeBytes > 0))
            return null;
        List<ChunkEntry> entries = new(bytes.Length / SecondaryIndex.EntrySizeBytes);
        long lastOffset = 0;
        int lastSlot = -1;
        for (int at = 0; at < bytes.Length; at += SecondaryIndex.EntrySizeBytes)
        {
            ChunkEntry entry = SecondaryIndex.Read(
                bytes.AsSpan(at, SecondaryIndex.EntrySizeBytes), number, at == 0 && StartsWithBoundary(number), layout);
            bool isInPlace = at == 0 ? entry.OffsetBytes == 0 : entry.OffsetBytes > lastOffset
                && entry.OffsetBytes - lastOffset <= BlockFileScanner.BlockSizeBytesMax;
            int slot = layout.RelativeSlotOf(entry.Slot, entry.IsEpochBoundary);
            bool isInTime = entry.Slot.Value / layout.SlotsPerChunk == (ulong)number && slot > lastSlot;
            if (!isInPlace || !isInTime || entry.OffsetBytes >= chunkSizeBytes)
                return null;
            entries.Add(entry);
            (lastOffset, lastSlot) = (entry.OffsetBytes, slot);
        }
        return chunkSizeBytes - lastOffset > BlockFileScanner.BlockSizeBytesMax
            ? null
            : ChunkIndex.Of(entries, chunkSizeBytes);
    }

    private bool StartsWithBoundary(int number)
    {
        string path = ChunkFiles.Primary(number);
        if (!files.Exists(path))
            return false;
        using IReadFile file = files.OpenRead(path);
        Span<byte> start = stackalloc byte[1 + (2 * PrimaryIndex.OffsetSizeBytes)];
        return PrimaryIndex.StartsWithEpochBoundary(start[..file.Read(0, start)]);
    }

    private void AddFindings(OpenChunk chunk, ChunkCheck check)
    {
        List<ChunkEntry> indexed = ReadEntries(chunk.Number);
        int lost = Math.Max(0, indexed.Count - check.Index.Count);
        string path = files.Describe(ChunkFiles.Chunk(chunk.Number));
        if (!check.HasInvalidRest && lost == 0)
        {
            chunk.Add(_comparison.OfPrimary(chunk.Number, check.Index.Entries, chunk.IsLast));
            chunk.Add(_comparison.OfSecondary(chunk.Number, check.Index.Entries));
            return;
        }
        ChunkEntry? next = lost > 0 ? indexed[check.Index.Count] : null;
        if (chunk.IsLast && IsTorn(chunk.File, check, next))
        {
            chunk.Add(new StorageFinding.TornTail(path, check.Index.ChunkSizeBytes, check.FileSizeBytes, lost));
            return;
        }
        if (check.HasInvalidRest)
        {
            long? end = lost > 1 ? indexed[check.Index.Count + 1].OffsetBytes : null;
            chunk.Add(new StorageFinding.BlockDamaged(
                path, check.Index.ChunkSizeBytes, check.Reason, next?.Point, next?.Crc,
                CrcOf(chunk.File, check.Index.ChunkSizeBytes, end ?? check.FileSizeBytes)));
            return;
        }
        chunk.Add(new StorageFinding.BlocksMissing(path, check.Index.Count, indexed.Count));
    }

    /// <summary>
    /// The file ends before the block behind the last whole one does: a write that was cut off, and no other damage.
    /// </summary>
    /// <remarks>
    /// Where the index knows that block, its header says how long it is; a header that is there and has another hash
    /// than the index was changed, not cut off. Bytes that no index knows were being written.
    /// </remarks>
    private static bool IsTorn(IReadFile file, ChunkCheck check, ChunkEntry? indexed)
    {
        if (!check.HasInvalidRest || indexed is not ChunkEntry next)
            return check.Reason == TruncationReason.NotABlock;
        if (next.OffsetBytes != check.Index.ChunkSizeBytes)
            return false;
        long restBytes = check.FileSizeBytes - next.OffsetBytes;
        int headerEnd = next.HeaderOffsetBytes + next.HeaderSizeBytes;
        if (restBytes < headerEnd)
            return true;
        byte[] bytes = new byte[headerEnd];
        int read = file.Read(next.OffsetBytes, bytes);
        ReadOnlyMemory<byte> header = bytes.AsMemory(next.HeaderOffsetBytes, next.HeaderSizeBytes);
        if (read != headerEnd || Digest.Blake2b256(header.Span) != next.Hash)
            return false;
        try
        {
            return EraTable.FromBlockTag(BlockStructure.ReadEraTag(bytes)) is Era era
                && restBytes < headerEnd + BlockHeader.Decode(era, header).BodySizeBytes;
        }
        catch (CborException)
        {
            // The border of storage: the hash is right and the bytes are no header of that era, so the era tag is wrong.
            return false;
        }
    }

    private List<ChunkEntry> ReadEntries(int number)
    {
        string path = ChunkFiles.Secondary(number);
        byte[] bytes = files.Exists(path) ? files.ReadAll(path) : [];
        List<ChunkEntry> entries = [];
        for (int at = 0; at + SecondaryIndex.EntrySizeBytes <= bytes.Length; at += SecondaryIndex.EntrySizeBytes)
        {
            entries.Add(SecondaryIndex.Read(
                bytes.AsSpan(at, SecondaryIndex.EntrySizeBytes), number, at == 0 && StartsWithBoundary(number), layout));
        }
        return entries;
    }

    private static uint? CrcOf(IReadFile file, long from, long to)
    {
        if (to <= from || to - from > BlockFileScanner.BlockSizeBytesMax)
            return null;
        byte[] bytes = new byte[to - from];
        return Crc32.Of(bytes.AsSpan(0, file.Read(from, bytes)));
    }
}
