using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>The blocks of a chunk, in memory.</summary>
/// <remarks>
/// Invariant: immutable to its readers. <see cref="With"/> shares the array with the index that it extends and writes
/// only behind that one's count, so an index that was handed out never changes; only the newest may be extended.
/// </remarks>
internal sealed class ChunkIndex
{
    private readonly ChunkEntry[] _entries;

    private ChunkIndex(ChunkEntry[] entries, int count, long chunkSizeBytes)
    {
        _entries = entries;
        Count = count;
        ChunkSizeBytes = chunkSizeBytes;
    }

    /// <summary>A chunk without blocks.</summary>
    public static ChunkIndex Empty { get; } = new([], 0, 0);

    /// <summary>How many blocks the chunk has.</summary>
    public int Count { get; }

    /// <summary>The bytes of all blocks.</summary>
    public long ChunkSizeBytes { get; }

    /// <summary>The blocks, in order of slot.</summary>
    public ReadOnlySpan<ChunkEntry> Entries => _entries.AsSpan(0, Count);

    /// <summary>The index of the given blocks.</summary>
    public static ChunkIndex Of(List<ChunkEntry> entries, long chunkSizeBytes) =>
        new([.. entries], entries.Count, chunkSizeBytes);

    /// <summary>Reads the index of a finished chunk from its files.</summary>
    /// <exception cref="StorageException">The files are missing or do not fit together.</exception>
    public static ChunkIndex Load(IFileSystem files, int chunk, ChunkLayout layout)
    {
        string path = ChunkFiles.Secondary(chunk);
        byte[] bytes = files.ReadAll(path);
        if (bytes.Length % SecondaryIndex.EntrySizeBytes != 0)
            throw Misshapen(files, path, bytes.Length, "the file does not end with a whole entry");
        bool startsWithBoundary = StartsWithEpochBoundary(files, chunk);
        ChunkEntry[] entries = new ChunkEntry[bytes.Length / SecondaryIndex.EntrySizeBytes];
        for (int i = 0; i < entries.Length; i++)
        {
            ReadOnlySpan<byte> entry = bytes.AsSpan(i * SecondaryIndex.EntrySizeBytes, SecondaryIndex.EntrySizeBytes);
            entries[i] = SecondaryIndex.Read(entry, chunk, i == 0 && startsWithBoundary, layout);
            if (i > 0 && entries[i].OffsetBytes <= entries[i - 1].OffsetBytes)
                throw Misshapen(files, path, i * SecondaryIndex.EntrySizeBytes, "block offsets do not increase");
        }
        using IReadFile file = files.OpenRead(ChunkFiles.Chunk(chunk));
        if (entries.Length > 0 && entries[^1].OffsetBytes >= file.SizeBytes)
            throw Misshapen(files, path, bytes.Length, $"a block starts behind the chunk's {file.SizeBytes} bytes");
        return new ChunkIndex(entries, entries.Length, file.SizeBytes);
    }

    /// <summary>The index with one more block behind the last.</summary>
    public ChunkIndex With(in ChunkEntry entry, int blockSizeBytes)
    {
        ChunkEntry[] entries = _entries;
        if (entries.Length == Count)
            Array.Resize(ref entries, Math.Max(64, 2 * Count));
        entries[Count] = entry;
        return new ChunkIndex(entries, Count + 1, ChunkSizeBytes + blockSizeBytes);
    }

    /// <summary>The size of a block.</summary>
    public int BlockSizeBytes(int i) => checked((int)(EndOf(i) - _entries[i].OffsetBytes));

    /// <summary>Where a block ends in the chunk.</summary>
    public long EndOf(int i) => i + 1 < Count ? _entries[i + 1].OffsetBytes : ChunkSizeBytes;

    /// <summary>The number of a block in the chunk, or -1.</summary>
    public int Find(Point point)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_entries[middle].Slot < point.Slot)
                low = middle + 1;
            else
                high = middle;
        }
        // An epoch boundary block and the block behind it may share a slot.
        for (; low < Count && _entries[low].Slot == point.Slot; low++)
        {
            if (_entries[low].Hash == point.Hash)
                return low;
        }
        return -1;
    }

    private static bool StartsWithEpochBoundary(IFileSystem files, int chunk)
    {
        using IReadFile file = files.OpenRead(ChunkFiles.Primary(chunk));
        Span<byte> start = stackalloc byte[1 + (2 * PrimaryIndex.OffsetSizeBytes)];
        return PrimaryIndex.StartsWithEpochBoundary(start[..file.Read(0, start)]);
    }

    private static StorageException Misshapen(IFileSystem files, string path, long offset, string what) =>
        StorageException.Corrupt(files.Describe(path), offset, what,
            "Delete this index file: the node rebuilds it from the chunk when it starts");
}
