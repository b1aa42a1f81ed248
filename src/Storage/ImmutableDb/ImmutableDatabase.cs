using System.Buffers;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>The part of the chain that no rollback can reach, in cardano-node's files.</summary>
/// <remarks>
/// Shape: folder <c>immutable</c> with <c>NNNNN.chunk</c> (blocks one after another), <c>.primary</c> and
/// <c>.secondary</c> (indexes) for every 10 k slots.
/// Cost: <see cref="Append"/> and <see cref="Flush"/> have one owner; every read is safe from any thread and sees a
/// block as soon as Append has returned. Append waits for the device only when a chunk ends.
/// Spec: ouroboros-consensus report, chapter "Immutable Database".
/// </remarks>
public sealed class ImmutableDatabase : IDisposable
{
    private readonly IFileSystem _files;
    private readonly ChunkLayout _layout;
    private readonly ChunkWriter _writer;
    private readonly ChunkIndexCache _older;
    private readonly int _firstChunk;
    private volatile Snapshot _snapshot;

    private ImmutableDatabase(IFileSystem files, ChunkLayout layout, ImmutableRecovery.Outcome recovered)
    {
        _files = files;
        _layout = layout;
        _writer = new ChunkWriter(files, layout, recovered);
        _older = new ChunkIndexCache(files, layout);
        _firstChunk = recovered.FirstChunk;
        _snapshot = new Snapshot(recovered.LastChunk, recovered.Index, recovered.Tip);
        Repairs = recovered.Repairs;
    }

    /// <summary>Opens the database in the folder <c>immutable</c>, putting right what a crash has left.</summary>
    /// <remarks>Post: without damage no byte is changed.</remarks>
    /// <exception cref="StorageException">A file cannot be read, or damage lies before the last chunk.</exception>
    public static ImmutableDatabase Open(IFileSystem files, IBlockParser parser, ImmutableDbOptions options)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(options.SlotsPerChunk);
        ChunkLayout layout = new(options.SlotsPerChunk);
        ImmutableRecovery recovery = new(files, parser, layout);
        return new ImmutableDatabase(files, layout, recovery.Run(options.Validation));
    }

    /// <summary>The last block.</summary>
    public Tip Tip => _snapshot.Tip;

    /// <summary>What opening put right.</summary>
    public IReadOnlyList<ImmutableRepair> Repairs { get; }

    /// <summary>Writes the block that follows the tip.</summary>
    /// <remarks>Errors: after an exception the database is as before the call. Post: durable after Flush.</remarks>
    /// <exception cref="StorageException">The disk is full or failed.</exception>
    public void Append(BlockSummary summary, ReadOnlyMemory<byte> block) => AppendRun([new ChunkBlock(summary, block)]);

    /// <summary>Writes blocks that follow the tip one behind the other: those of one chunk at once.</summary>
    /// <remarks>
    /// Errors: after an exception the first of the blocks may be appended; the tip tells.
    /// </remarks>
    /// <exception cref="StorageException">The disk is full or failed.</exception>
    internal void AppendRun(ReadOnlySpan<ChunkBlock> run)
    {
        Tip tip = _snapshot.Tip;
        foreach (ChunkBlock block in run)
        {
            ArgumentNullException.ThrowIfNull(block.Summary);
            Invariant.Require(block.Summary.SizeBytes == block.Bytes.Length, "the summary is that of the block");
            Invariant.Require(
                tip.IsGenesis || block.Summary.PrevHash == tip.Point.Hash, "only the block behind the tip is appended");
            tip = block.Summary.Tip;
        }
        while (!run.IsEmpty)
        {
            int appended = _writer.AppendSameChunk(run);
            _snapshot = new Snapshot(_writer.Chunk, _writer.Index, run[appended - 1].Summary.Tip);
            run = run[appended..];
        }
    }

    /// <summary>Waits until every appended block is on the device.</summary>
    /// <exception cref="StorageException">The device failed; the database is closed for writing.</exception>
    public void Flush() => _writer.Flush();

    /// <summary>The block is in the database.</summary>
    public bool Contains(Point point) => Locate(point, _snapshot) is not null;

    /// <summary>Reads a block, or returns null when it is not in the database.</summary>
    /// <exception cref="StorageException">The block's bytes do not match their checksum.</exception>
    public ImmutableBlock? TryRead(Point point)
    {
        Snapshot snapshot = _snapshot;
        if (Locate(point, snapshot) is not Position at)
            return null;
        ChunkIndex index = IndexOf(at.Chunk, snapshot);
        string path = ChunkFiles.Chunk(at.Chunk);
        using IReadFile file = _files.OpenRead(path);
        ref readonly ChunkEntry entry = ref index.Entries[at.Number];
        byte[] bytes = GC.AllocateUninitializedArray<byte>(index.BlockSizeBytes(at.Number));
        file.ReadExactly(_files, path, entry.OffsetBytes, bytes);
        return Checked(entry, bytes, path);
    }

    /// <summary>Reads only the header of a block, with the era tag; null when the block is not in the database.</summary>
    public StoredHeader? TryReadHeader(Point point)
    {
        Snapshot snapshot = _snapshot;
        return Locate(point, snapshot) is Position at ? ReadHeader(at, snapshot) : null;
    }

    /// <summary>The header of the block behind a point; null when the point is the tip or is not in the database.</summary>
    public StoredHeader? TryReadHeaderAfter(Point point)
    {
        Snapshot snapshot = _snapshot;
        return After(point, snapshot) is Position at ? ReadHeader(at, snapshot) : null;
    }

    /// <summary>A reader of headers that will mostly be asked for one behind the other.</summary>
    internal ImmutableHeaderReader OpenHeaders() => new(this, _files);

    /// <summary>Where the block behind a point stands; null when the point is the tip or is not in the database.</summary>
    internal (int Chunk, int Number, ChunkIndex Index)? FindAfter(Point point)
    {
        Snapshot snapshot = _snapshot;
        return After(point, snapshot) is Position at ? (at.Chunk, at.Number, IndexOf(at.Chunk, snapshot)) : null;
    }

    /// <summary>All blocks behind a point, up to the tip of now; null when the point is not in the database.</summary>
    /// <remarks>Cost: about 80 kB at a time are read ahead; nothing is held between two blocks but a file handle.</remarks>
    public IEnumerable<ImmutableBlock>? TryStreamAfter(Point point)
    {
        Snapshot snapshot = _snapshot;
        if (point.IsBlock && Locate(point, snapshot) is null)
            return null;
        return After(point, snapshot) is Position start ? Stream(start, snapshot, null) : [];
    }

    /// <summary>A block and all behind it, up to the tip of now; null when the block is not in the database.</summary>
    /// <remarks>
    /// NOTE: unlike <see cref="TryStreamAfter"/>, each block's bytes are valid only until the next block is asked for: the
    /// memory is used again, for whoever serves gigabytes.
    /// </remarks>
    public IEnumerable<ImmutableBlock>? TryStreamFrom(Point point)
    {
        Snapshot snapshot = _snapshot;
        return Locate(point, snapshot) is Position start ? Stream(start, snapshot, ArrayPool<byte>.Shared) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private const int WindowSizeBytes = 80_000; // below the large-object threshold of 85,000 bytes

    private IEnumerable<ImmutableBlock> Stream(Position start, Snapshot snapshot, ArrayPool<byte>? windows)
    {
        int first = start.Number;
        for (int chunk = start.Chunk; chunk <= snapshot.Chunk; chunk++, first = 0)
        {
            ChunkIndex index = IndexOf(chunk, snapshot);
            if (first >= index.Count)
                continue;
            string path = ChunkFiles.Chunk(chunk);
            using IReadFile file = _files.OpenRead(path);
            for (int next = first; next < index.Count;)
            {
                int end = WindowEnd(index, next);
                long offset = index.Entries[next].OffsetBytes;
                int size = (int)(index.EndOf(end - 1) - offset);
                byte[] window = windows?.Rent(size) ?? GC.AllocateUninitializedArray<byte>(size);
                try
                {
                    file.ReadExactly(_files, path, offset, window.AsSpan(0, size));
                    for (; next < end; next++)
                    {
                        int at = (int)(index.Entries[next].OffsetBytes - offset);
                        yield return Checked(
                            index.Entries[next], window.AsMemory(at, index.BlockSizeBytes(next)), path);
                    }
                }
                finally
                {
                    windows?.Return(window);
                }
            }
        }
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

    private ImmutableBlock Checked(in ChunkEntry entry, ReadOnlyMemory<byte> bytes, string path)
    {
        if (Crc32.Of(bytes.Span) != entry.Crc)
        {
            throw StorageException.Corrupt(_files.Describe(path), entry.OffsetBytes,
                $"block {entry.Point} does not match its checksum",
                "Check the device, then restore this chunk from a copy or start with validation of all chunks");
        }
        return new ImmutableBlock(entry.Point, bytes, entry.HeaderOffsetBytes, entry.HeaderSizeBytes);
    }

    private StoredHeader ReadHeader(Position at, Snapshot snapshot)
    {
        ChunkIndex index = IndexOf(at.Chunk, snapshot);
        ChunkEntry entry = index.Entries[at.Number];
        string path = ChunkFiles.Chunk(at.Chunk);
        using IReadFile file = _files.OpenRead(path);
        byte[] bytes = new byte[entry.HeaderOffsetBytes + entry.HeaderSizeBytes];
        file.ReadExactly(_files, path, entry.OffsetBytes, bytes);
        return new StoredHeader(
            entry.Point,
            BlockStructure.ReadEraTag(bytes),
            bytes.AsMemory(entry.HeaderOffsetBytes),
            index.BlockSizeBytes(at.Number));
    }

    private Position? Locate(Point point, Snapshot snapshot)
    {
        if (point.IsOrigin || snapshot.Tip.IsGenesis || point.Slot > snapshot.Tip.Point.Slot)
            return null;
        int chunk = _layout.ChunkOf(point.Slot);
        if (chunk < _firstChunk)
            return null;
        int number = IndexOf(chunk, snapshot).Find(point);
        return number < 0 ? null : new Position(chunk, number);
    }

    private Position? After(Point point, Snapshot snapshot)
    {
        Position next;
        if (point.IsOrigin)
            next = new Position(_firstChunk, 0);
        else if (Locate(point, snapshot) is Position at)
            next = at with { Number = at.Number + 1 };
        else
            return null;
        for (; next.Chunk <= snapshot.Chunk; next = new Position(next.Chunk + 1, 0))
        {
            if (next.Number < IndexOf(next.Chunk, snapshot).Count)
                return next;
        }
        return null;
    }

    private ChunkIndex IndexOf(int chunk, Snapshot snapshot) =>
        chunk == snapshot.Chunk ? snapshot.Index : _older.Get(chunk);

    private readonly record struct Position(int Chunk, int Number);

    private sealed record Snapshot(int Chunk, ChunkIndex Index, Tip Tip);
}
