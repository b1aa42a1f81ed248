using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;

namespace PoolTopology.Storage.Inspection;

/// <summary>Compares a chunk's index files with what its blocks call for.</summary>
internal sealed class IndexComparison(IFileSystem files, ChunkLayout layout)
{
    /// <summary>What is not as it should be in the primary index; null when nothing is.</summary>
    /// <param name="chunk">The chunk's number.</param>
    /// <param name="entries">Its blocks.</param>
    /// <param name="isLast">The chunk may still be written to: its primary index may end behind its last block.</param>
    public StorageFinding? OfPrimary(int chunk, ReadOnlySpan<ChunkEntry> entries, bool isLast)
    {
        string path = ChunkFiles.Primary(chunk);
        if (!files.Exists(path))
            return new StorageFinding.IndexMissing(files.Describe(path));
        byte[] found = files.ReadAll(path);
        byte[] finished = PrimaryIndex.EncodeFinished(entries, layout);
        int least = isLast ? PrimaryIndex.Encode(entries, layout).Length : finished.Length;
        return FirstDifference(files.Describe(path), found, finished, least, PrimaryPartAt);
    }

    /// <summary>What is not as it should be in the secondary index; null when nothing is.</summary>
    public StorageFinding? OfSecondary(int chunk, ReadOnlySpan<ChunkEntry> entries)
    {
        string path = ChunkFiles.Secondary(chunk);
        if (!files.Exists(path))
            return new StorageFinding.IndexMissing(files.Describe(path));
        byte[] expected = SecondaryIndex.Encode(entries, chunk);
        return FirstDifference(
            files.Describe(path), files.ReadAll(path), expected, expected.Length, SecondaryPartAt);
    }

    /// <summary>The finding for one field of an entry of the secondary index.</summary>
    public StorageFinding Contradiction(int chunk, int number, in ChunkEntry expected, in ChunkEntry found)
    {
        Span<byte> wanted = stackalloc byte[SecondaryIndex.EntrySizeBytes];
        Span<byte> there = stackalloc byte[SecondaryIndex.EntrySizeBytes];
        SecondaryIndex.Write(expected, chunk, wanted);
        SecondaryIndex.Write(found, chunk, there);
        int at = wanted.CommonPrefixLength(there);
        (IndexPart part, int start, int size) = SecondaryPartAt(at);
        return new StorageFinding.IndexContradicts(
            files.Describe(ChunkFiles.Secondary(chunk)),
            ((long)number * SecondaryIndex.EntrySizeBytes) + start,
            part,
            Convert.ToHexStringLower(wanted.Slice(start, size)),
            Convert.ToHexStringLower(there.Slice(start, size)));
    }

    private static StorageFinding? FirstDifference(
        string file, ReadOnlySpan<byte> found, ReadOnlySpan<byte> expected, int leastBytes,
        Func<int, (IndexPart Part, int Start, int Size)> partAt)
    {
        int at = found.CommonPrefixLength(expected);
        if (at == found.Length)
            return found.Length >= leastBytes ? null : new StorageFinding.IndexShort(file, found.Length, leastBytes);
        if (at == expected.Length)
        {
            return new StorageFinding.IndexContradicts(
                file, at, IndexPart.End, "", Convert.ToHexStringLower(found[at..Math.Min(at + 8, found.Length)]));
        }
        (IndexPart part, int start, int size) = partAt(at);
        return new StorageFinding.IndexContradicts(
            file, start, part, Hex(expected, start, size), Hex(found, start, size));
    }

    private static string Hex(ReadOnlySpan<byte> bytes, int start, int size) =>
        Convert.ToHexStringLower(bytes[start..Math.Min(start + size, bytes.Length)]);

    private static (IndexPart Part, int Start, int Size) PrimaryPartAt(int offset) => offset == 0
        ? (IndexPart.Version, 0, 1)
        : (IndexPart.SlotOffset, offset - ((offset - 1) % PrimaryIndex.OffsetSizeBytes), PrimaryIndex.OffsetSizeBytes);

    private static (IndexPart Part, int Start, int Size) SecondaryPartAt(int offset)
    {
        int entry = offset - (offset % SecondaryIndex.EntrySizeBytes);
        foreach ((IndexPart part, int start, int size) in SecondaryIndex.Parts)
        {
            if (offset - entry < start + size)
                return (part, entry + start, size);
        }
        throw new ArgumentOutOfRangeException(nameof(offset)); // The parts fill an entry.
    }
}
