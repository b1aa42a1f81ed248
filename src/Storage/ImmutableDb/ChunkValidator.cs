using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>Checks a chunk block by block, and makes its index files say what the chunk holds.</summary>
/// <remarks>
/// The chunk is the truth; the index files are only believed where they agree with it. A block counts as valid when it
/// parses, its slot and previous hash continue the chunk, and either its checksum matches the index or it proves itself
/// (its body is the one its header commits to, and nothing contradicts its header's hash).
/// </remarks>
internal sealed class ChunkValidator(IFileSystem files, IBlockParser parser, ChunkLayout layout)
{
    /// <summary>Reads the chunk without changing anything.</summary>
    /// <param name="chunk">The chunk's number; its file exists.</param>
    /// <param name="before">The hash of the last block before the chunk, where it is known.</param>
    public ChunkCheck Check(int chunk, Hash32? before)
    {
        byte[] oldSecondary = ReadIfPresent(ChunkFiles.Secondary(chunk));
        using IReadFile file = files.OpenRead(ChunkFiles.Chunk(chunk));
        BlockFileScanner scanner = new(file, parser);
        List<ChunkEntry> entries = [];
        BlockSummary? last = null;
        TruncationReason reason = TruncationReason.NotABlock;
        bool fits = true;
        bool isLastContradicted = false; // the index has another hash for the last block that was read
        BlockSummary? beforeLast = null;

        while (scanner.MoveNext())
        {
            BlockSummary block = scanner.Current;
            if (last is null && before is Hash32 expected && block.PrevHash != expected)
                fits = false;
            TruncationReason? problem = ProblemOf(block, last, chunk);
            ChunkEntry entry = ChunkEntry.Of(block, scanner.OffsetBytes, scanner.CurrentBytes);
            ChunkEntry? indexed = EntryAt(oldSecondary, entries.Count, chunk, block.IsEpochBoundary);
            if (problem is null && entry != indexed && !IsProven(scanner.CurrentBytes, block, entry, indexed))
                problem = TruncationReason.Damaged;
            if (problem is not null)
            {
                reason = problem.Value;
                break;
            }
            entries.Add(entry);
            beforeLast = last;
            last = block;
            isLastContradicted = indexed is ChunkEntry old
                && old.OffsetBytes == entry.OffsetBytes && old.Hash != entry.Hash && old.Crc != entry.Crc;
        }

        if (isLastContradicted)
        {
            // No valid block links to this hash, and the index knows another one for the place: the header is damaged.
            entries.RemoveAt(entries.Count - 1);
            last = beforeLast;
            reason = TruncationReason.Damaged;
        }
        long sizeBytes = last is null ? 0 : entries[^1].OffsetBytes + last.SizeBytes;
        return new ChunkCheck(ChunkIndex.Of(entries, sizeBytes), last, scanner.FileSizeBytes, reason, fits);
    }

    /// <summary>Cuts the chunk after its last valid block and rewrites index files that differ.</summary>
    /// <param name="chunk">The chunk's number.</param>
    /// <param name="check">What <see cref="Check"/> found.</param>
    /// <param name="isFinished">A later chunk follows, so the primary index covers all slots.</param>
    /// <param name="repairs">Receives what was changed.</param>
    public void Repair(int chunk, ChunkCheck check, bool isFinished, List<ImmutableRepair> repairs)
    {
        if (check.HasInvalidRest)
        {
            files.TruncateFile(ChunkFiles.Chunk(chunk), check.Index.ChunkSizeBytes);
            repairs.Add(new ImmutableRepair.ChunkTruncated(
                chunk, check.FileSizeBytes, check.Index.ChunkSizeBytes, check.Reason));
        }
        RewriteIfDifferent(ChunkFiles.Secondary(chunk), SecondaryIndex.Encode(check.Index.Entries, chunk), repairs);

        byte[] finished = PrimaryIndex.EncodeFinished(check.Index.Entries, layout);
        string primary = ChunkFiles.Primary(chunk);
        // The last chunk of a copied database may be finished or not; both say the same, so both stay as they are.
        if (isFinished || !ReadIfPresent(primary).AsSpan().SequenceEqual(finished))
        {
            byte[] wanted = isFinished ? finished : PrimaryIndex.Encode(check.Index.Entries, layout);
            RewriteIfDifferent(primary, wanted, repairs);
        }
    }

    /// <summary>A block that the index does not confirm is what was written.</summary>
    private bool IsProven(ReadOnlySpan<byte> bytes, BlockSummary block, in ChunkEntry entry, ChunkEntry? indexed)
    {
        if (!parser.IsIntact(bytes, block))
            return false;
        // No hash covers the era tag. When the checksum fits with another tag, it is the tag that was damaged.
        if (indexed is not ChunkEntry old || old.OffsetBytes != entry.OffsetBytes || old.Crc == entry.Crc)
            return true;
        byte[] other = bytes.ToArray();
        for (byte tag = 0; tag <= BlockStructure.LastEraTag; tag++)
        {
            other[EraTagOffsetBytes] = tag;
            if (Crc32.Of(other) == old.Crc)
                return false;
        }
        return true;
    }

    private const int EraTagOffsetBytes = 1; // behind the head of [eraTag, block]

    private TruncationReason? ProblemOf(BlockSummary block, BlockSummary? last, int chunk)
    {
        if (block.Slot.Value / layout.SlotsPerChunk != (ulong)chunk)
            return TruncationReason.SlotOutOfOrder;
        if (last is null)
            return null;
        if (block.PrevHash != last.Hash)
            return TruncationReason.DoesNotLink;
        return layout.RelativeSlotOf(block) > layout.RelativeSlotOf(last) ? null : TruncationReason.SlotOutOfOrder;
    }

    private ChunkEntry? EntryAt(byte[] secondary, int i, int chunk, bool isEpochBoundary)
    {
        int at = i * SecondaryIndex.EntrySizeBytes;
        return at + SecondaryIndex.EntrySizeBytes <= secondary.Length
            ? SecondaryIndex.Read(
                secondary.AsSpan(at, SecondaryIndex.EntrySizeBytes), chunk, isEpochBoundary, layout)
            : null;
    }

    private void RewriteIfDifferent(string path, byte[] wanted, List<ImmutableRepair> repairs)
    {
        if (files.Exists(path) && files.ReadAll(path).AsSpan().SequenceEqual(wanted))
            return;
        files.ReplaceAtomically(path, wanted);
        repairs.Add(new ImmutableRepair.IndexRebuilt(files.Describe(path)));
    }

    private byte[] ReadIfPresent(string path) => files.Exists(path) ? files.ReadAll(path) : [];
}
