using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;

namespace PoolTopology.Storage.Inspection;

/// <summary>Reads the blocks of an ImmutableDB in order, as they stand, and says what is wrong with its files.</summary>
/// <remarks>
/// Changes nothing. The chunks that were there when it was opened are read, each up to its size of the moment at which
/// its turn comes.
/// A chunk whose index agrees with itself is read by it, every block against its checksum; at the first disagreement the
/// chunk is taken block by block, as a node does after a crash (<see cref="ChunkValidator"/>).
/// Cost: one owner; holds the index of one chunk, and allocates a window of about 80 kB at a time.
/// </remarks>
public sealed class ChunkReader : IDisposable
{
    private const int WindowSizeBytes = 80_000; // below the large-object threshold of 85,000 bytes

    private readonly IFileSystem _files;
    private readonly ChunkLayout _layout;
    private readonly ChunkSurvey _survey;
    private readonly ImmutableArray<int> _chunks;
    private int _nextChunk;
    private OpenChunk? _open;
    private Point _start;
    private bool _hasOpened;
    private bool _hasEnded;

    private ChunkReader(
        IFileSystem files, IBlockParser parser, ChunkLayout layout, SortedDictionary<int, ChunkFileSizes> found)
    {
        _files = files;
        _layout = layout;
        _survey = new ChunkSurvey(files, parser, layout);
        _chunks = [.. found.Where(f => f.Value.Chunk is not null).Select(f => f.Key)];
        TotalBytes = found.Values.Sum(sizes => sizes.Chunk ?? 0);
    }

    /// <summary>The bytes of all chunks when the reader was opened.</summary>
    public long TotalBytes { get; }

    /// <summary>The bytes of the chunks before the place that reading has reached, and of that chunk up to it.</summary>
    public long ReadBytes { get; private set; }

    /// <summary>How many chunks there are.</summary>
    public int ChunkCount => _chunks.Length;

    /// <summary>Looks at the folder <c>immutable</c>.</summary>
    /// <param name="files">The database.</param>
    /// <param name="parser">Knows blocks by their structure.</param>
    /// <param name="slotsPerChunk">10 k of the network.</param>
    /// <param name="after">Reading starts behind this block, or with the first one.</param>
    /// <exception cref="StorageException">The folder cannot be read, or has no block at the given point.</exception>
    public static ChunkReader Open(IFileSystem files, IBlockParser parser, ulong slotsPerChunk, Point after)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(parser);
        ArgumentOutOfRangeException.ThrowIfZero(slotsPerChunk);
        ChunkReader reader = new(files, parser, new ChunkLayout(slotsPerChunk), ChunkFiles.Survey(files));
        if (after.IsBlock)
            reader.SkipThrough(after);
        return reader;
    }

    /// <summary>Looks at the last chunk that has a block, and what follows it.</summary>
    internal static ChunkReader OpenLast(IFileSystem files, IBlockParser parser, ulong slotsPerChunk)
    {
        SortedDictionary<int, ChunkFileSizes> found = ChunkFiles.Survey(files);
        ChunkReader reader = new(files, parser, new ChunkLayout(slotsPerChunk), found);
        int last = reader._chunks.Length - 1;
        while (last > 0 && found[reader._chunks[last]].Chunk == 0)
            last--;
        reader._nextChunk = Math.Max(last, 0);
        return reader;
    }

    /// <summary>The next blocks; null at the end.</summary>
    /// <exception cref="StorageException">The device failed.</exception>
    public StoredWindow? ReadNext()
    {
        while (!_hasEnded)
        {
            if (_open is null)
            {
                if (_nextChunk == _chunks.Length)
                    return null;
                if (OpenNext() is StoredWindow gap)
                    return gap;
            }
            if (_open!.Next < _open.Index.Count)
            {
                StoredWindow window = ReadWindow(_open);
                if (window.Blocks.Length + window.Findings.Length > 0)
                    return window;
                continue; // A disagreement right at the window's start: the chunk was taken anew.
            }
            StoredWindow? end = EndOf(_open);
            CloseChunk();
            if (end is not null)
                return end;
        }
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => CloseChunk();

    /// <summary>Opens the next chunk; a window when it is not the one that must follow.</summary>
    private StoredWindow? OpenNext()
    {
        int chunk = _chunks[_nextChunk];
        if (_hasOpened && _chunks[_nextChunk - 1] + 1 is int expected && chunk != expected)
        {
            _hasEnded = true;
            return Report(expected, 0, new StorageFinding.ChunkMissing(_files.Describe(ChunkFiles.Chunk(expected))));
        }
        _hasOpened = true;
        _open = _survey.Open(chunk, _nextChunk == _chunks.Length - 1);
        _nextChunk++;
        if (_start.IsBlock)
        {
            int at = _open.Index.Find(_start);
            if (at < 0)
                throw NoSuchStart();
            _open.Next = at + 1;
            _start = Point.Origin;
        }
        return null;
    }

    private StoredWindow ReadWindow(OpenChunk chunk)
    {
        ImmutableArray<StorageFinding> findings = chunk.TakeFindings();
        int first = chunk.Next;
        int end = WindowEnd(chunk.Index, first);
        long offset = chunk.Index.Entries[first].OffsetBytes;
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)(chunk.Index.EndOf(end - 1) - offset)));
        chunk.File.ReadExactly(_files, ChunkFiles.Chunk(chunk.Number), offset, bytes);
        ImmutableArray<StoredWindow.Entry>.Builder blocks = ImmutableArray.CreateBuilder<StoredWindow.Entry>(end - first);
        for (; chunk.Next < end; chunk.Next++)
        {
            ref readonly ChunkEntry entry = ref chunk.Index.Entries[chunk.Next];
            int start = (int)(entry.OffsetBytes - offset);
            int size = chunk.Index.BlockSizeBytes(chunk.Next);
            if (!chunk.IsScanned && Crc32.Of(bytes.AsSpan(start, size)) != entry.Crc)
            {
                _survey.Scan(chunk);
                break;
            }
            blocks.Add(new StoredWindow.Entry(
                chunk.Next, start, size, entry.Point, entry.HeaderOffsetBytes, entry.HeaderSizeBytes));
        }
        ReadBytes += blocks.Sum(block => block.SizeBytes);
        return new StoredWindow(chunk.Number, offset, bytes, blocks.DrainToImmutable(), findings);
    }

    /// <summary>What remains to be said of a chunk whose blocks are read; null for nothing.</summary>
    private StoredWindow? EndOf(OpenChunk chunk)
    {
        ImmutableArray<StorageFinding> findings = chunk.TakeFindings();
        if (findings.IsEmpty)
            return null;
        _hasEnded = findings.Any(finding => finding.Weight == FindingWeight.EndsChain);
        return new StoredWindow(chunk.Number, chunk.Index.ChunkSizeBytes, ReadOnlyMemory<byte>.Empty, [], findings);
    }

    private static StoredWindow Report(int chunk, long offset, StorageFinding finding) =>
        new(chunk, offset, ReadOnlyMemory<byte>.Empty, [], [finding]);

    private void CloseChunk()
    {
        _open?.Dispose();
        _open = null;
    }

    /// <summary>The first block that does not fit into a window that starts with the given one.</summary>
    private static int WindowEnd(ChunkIndex index, int start)
    {
        long limit = index.Entries[start].OffsetBytes + WindowSizeBytes;
        int end = start + 1;
        while (end < index.Count && index.EndOf(end) <= limit)
            end++;
        return end;
    }

    private void SkipThrough(Point point)
    {
        _start = point;
        int chunk = _layout.ChunkOf(point.Slot);
        _nextChunk = _chunks.IndexOf(chunk);
        if (_nextChunk < 0)
            throw NoSuchStart();
        for (int i = 0; i < _nextChunk; i++)
        {
            using IReadFile file = _files.OpenRead(ChunkFiles.Chunk(_chunks[i]));
            ReadBytes += file.SizeBytes;
        }
    }

    private StorageException NoSuchStart() => new(
        StorageFault.Missing, _files.Describe(ChunkFiles.Folder), null, $"block {_start} is not in the database",
        "Start from genesis, or from a snapshot of this chain");
}
