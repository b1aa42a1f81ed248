using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>Reads headers one behind the other, several at a time from the disk: for a follower far behind the tip.</summary>
/// <remarks>
/// Bound: one window of <see cref="WindowSizeBytes"/> (or one header, where blocks are larger), given back with
/// <see cref="Forget"/>. Cost: one owner; no file is held open between two calls.
/// </remarks>
internal sealed class ImmutableHeaderReader(ImmutableDatabase database, IFileSystem files)
{
    /// <summary>What is read at a time.</summary>
    public const int WindowSizeBytes = 65_536;

    private int _chunk = -1;
    private ChunkIndex _index = ChunkIndex.Empty;
    private int _last = -1;
    private byte[] _window = [];
    private long _windowOffset;
    private int _windowEnd; // the first block of the chunk whose header is not in the window

    /// <summary>The header of the block behind a point; null when the point is the tip or is not in the database.</summary>
    /// <exception cref="StorageException">The chunk cannot be read.</exception>
    public StoredHeader? TryReadAfter(Point point)
    {
        bool isNext = _last >= 0 && _last + 1 < _index.Count && _index.Entries[_last].Point == point;
        if (!isNext)
        {
            if (database.FindAfter(point) is not (int chunk, int number, ChunkIndex index))
                return null;
            if (chunk != _chunk)
                _windowEnd = 0;
            (_chunk, _index, _last) = (chunk, index, number - 1);
        }
        _last++;
        ref readonly ChunkEntry entry = ref _index.Entries[_last];
        if (_last >= _windowEnd || entry.OffsetBytes < _windowOffset)
            Fill();
        ReadOnlyMemory<byte> block = _window.AsMemory((int)(entry.OffsetBytes - _windowOffset));
        return new StoredHeader(
            entry.Point,
            BlockStructure.ReadEraTag(block.Span),
            block.Slice(entry.HeaderOffsetBytes, entry.HeaderSizeBytes),
            _index.BlockSizeBytes(_last));
    }

    /// <summary>Gives the window back. The next read finds its place again.</summary>
    public void Forget()
    {
        (_chunk, _index, _last, _windowEnd) = (-1, ChunkIndex.Empty, -1, 0);
        _window = [];
    }

    private void Fill()
    {
        ReadOnlySpan<ChunkEntry> entries = _index.Entries;
        _windowOffset = entries[_last].OffsetBytes;
        int end = _last + 1;
        while (end < entries.Length && HeaderEnd(entries[end]) - _windowOffset <= WindowSizeBytes)
            end++;
        // A new window each time: headers that were handed out stay as they are.
        byte[] window = GC.AllocateUninitializedArray<byte>((int)(HeaderEnd(entries[end - 1]) - _windowOffset));
        string path = ChunkFiles.Chunk(_chunk);
        using (IReadFile file = files.OpenRead(path))
            file.ReadExactly(files, path, _windowOffset, window);
        (_window, _windowEnd) = (window, end);
    }

    private static long HeaderEnd(in ChunkEntry entry) =>
        entry.OffsetBytes + entry.HeaderOffsetBytes + entry.HeaderSizeBytes;
}
