using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.VolatileDb;

/// <summary>The blocks near the tip, on and off the current chain, in cardano-node's files.</summary>
/// <remarks>
/// Shape: folder <c>volatile</c> with files <c>blocks-N.dat</c>, blocks one after another; the index is in memory and
/// built at opening.
/// Cost: reads by hash are safe from any thread; everything else has one owner.
/// Spec: ouroboros-consensus report, chapter "Volatile Database".
/// </remarks>
public sealed class VolatileDatabase : IDisposable
{
    private readonly IFileSystem _files;
    private readonly VolatileDbOptions _options;
    private readonly VolatileIndex _index;
    private readonly List<BlockFile> _blockFiles; // oldest first; the last one is being written
    private IAppendFile? _current;
    private IReadFile? _lastRead;
    private BlockFile? _lastReadFile;
    private bool _hasUnflushed = true; // a process before this one may have been killed before it flushed
    private bool _isClosedAfterFailure;

    private VolatileDatabase(
        IFileSystem files, VolatileDbOptions options, VolatileIndex index, List<BlockFile> blockFiles,
        IReadOnlyList<VolatileRepair> repairs)
    {
        _files = files;
        _options = options;
        _index = index;
        _blockFiles = blockFiles;
        Repairs = repairs;
    }

    /// <summary>Opens the database in the folder <c>volatile</c>.</summary>
    /// <remarks>Post: every whole block that was flushed is found again.</remarks>
    /// <exception cref="StorageException">A file cannot be read or cut.</exception>
    public static VolatileDatabase Open(IFileSystem files, IBlockParser parser, VolatileDbOptions options)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BlocksPerFile);
        VolatileIndex index = new();
        VolatileRecovery recovery = new(files, parser, index);
        List<BlockFile> blockFiles = recovery.Run();
        return new VolatileDatabase(files, options, index, blockFiles, recovery.Repairs);
    }

    /// <summary>How many blocks there are.</summary>
    public int Count => _index.Count;

    /// <summary>What opening put right.</summary>
    public IReadOnlyList<VolatileRepair> Repairs { get; }

    /// <summary>What is known of a block, or null when it is not here.</summary>
    public BlockSummary? Find(Hash32 hash) =>
        _index.TryGet(hash, out BlockLocation? location) ? location.Summary : null;

    /// <summary>The blocks that follow a block (null: genesis), in order of their hashes.</summary>
    public IReadOnlyCollection<Hash32> SuccessorsOf(Hash32? hash) => _index.SuccessorsOf(hash);

    /// <summary>Reads a block, or returns null when it is not here (any more).</summary>
    /// <exception cref="StorageException">The file cannot be read.</exception>
    public byte[]? TryRead(Hash32 hash)
    {
        if (!_index.TryGet(hash, out BlockLocation? location))
            return null;
        string path = location.File.Path;
        try
        {
            using IReadFile file = _files.OpenRead(path);
            byte[] bytes = GC.AllocateUninitializedArray<byte>(location.Summary.SizeBytes);
            file.ReadExactly(_files, path, location.OffsetBytes, bytes);
            return bytes;
        }
        catch (StorageException e) when (e.Fault == StorageFault.Missing && !_index.TryGet(hash, out _))
        {
            // Collected between the two lines: the block is in the ImmutableDB or off every chain.
            return null;
        }
    }

    /// <summary>Reads a block that is here, for the owner, who reads one block behind the other: the file stays open.</summary>
    /// <exception cref="StorageException">The file cannot be read.</exception>
    public byte[]? TryReadNext(Hash32 hash)
    {
        if (!_index.TryGet(hash, out BlockLocation? location))
            return null;
        if (_lastReadFile != location.File)
        {
            CloseLastRead();
            (_lastRead, _lastReadFile) = (_files.OpenRead(location.File.Path), location.File);
        }
        byte[] bytes = GC.AllocateUninitializedArray<byte>(location.Summary.SizeBytes);
        _lastRead!.ReadExactly(_files, location.File.Path, location.OffsetBytes, bytes); // Opened with its file.
        return bytes;
    }

    /// <summary>Writes a block that is not here yet.</summary>
    /// <remarks>Errors: after an exception the database is as before. Post: durable after <see cref="Flush"/>.</remarks>
    /// <exception cref="StorageException">The disk is full or failed.</exception>
    public void Put(BlockSummary summary, ReadOnlySpan<byte> block)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Invariant.Require(summary.SizeBytes == block.Length, "the summary is that of the block");
        Invariant.Require(!_index.TryGet(summary.Hash, out _), "a block is stored once");
        if (_isClosedAfterFailure)
        {
            throw StorageException.Of(StorageFault.ClosedAfterFailure, _files.Describe(BlockFile.Folder),
                "an earlier write failed and could not be undone");
        }
        IAppendFile current = OpenCurrent();
        long before = current.SizeBytes;
        try
        {
            current.Append(block);
        }
        catch (StorageException)
        {
            Undo(current, before);
            throw;
        }
        _hasUnflushed = true;
        _index.Add(new BlockLocation(_blockFiles[^1], before, summary));
    }

    /// <summary>Leaves a block out from now on; its bytes stay until their file is collected.</summary>
    /// <remarks>For a block whose bytes turned out to be no good: a sound copy may then be stored.</remarks>
    public void Forget(Hash32 hash) => _index.Remove(hash);

    /// <summary>Waits until every block is on the device.</summary>
    /// <exception cref="StorageException">The device failed; the database is closed for writing.</exception>
    public void Flush()
    {
        if (!_hasUnflushed || _blockFiles.Count == 0)
            return;
        try
        {
            // Only the last file can have unflushed blocks: it is flushed before another one is started.
            _current ??= _files.OpenAppend(_blockFiles[^1].Path);
            _current.Flush();
        }
        catch (StorageException)
        {
            _isClosedAfterFailure = true;
            throw;
        }
        _hasUnflushed = false;
    }

    /// <summary>Says whether <see cref="CollectGarbage"/> would delete a file.</summary>
    public bool HasGarbage(Slot through) =>
        _blockFiles.Count > 1 && _blockFiles.Take(_blockFiles.Count - 1).Any(file => file.MaxSlot <= through);

    /// <summary>Deletes every file but the last whose blocks are all at or before the given slot.</summary>
    /// <remarks>Pre: the blocks among them that are on the chain are durable in the ImmutableDB.</remarks>
    public void CollectGarbage(Slot through)
    {
        for (int i = _blockFiles.Count - 2; i >= 0; i--)
        {
            BlockFile file = _blockFiles[i];
            if (file.MaxSlot > through)
                continue;
            // The index first: a reader that misses the block here looks into the ImmutableDB.
            _index.RemoveFile(file);
            if (_lastReadFile == file)
                CloseLastRead();
            _files.Delete(file.Path);
            _blockFiles.RemoveAt(i);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseLastRead();
        _current?.Dispose();
        _current = null;
    }

    private void CloseLastRead()
    {
        _lastRead?.Dispose();
        (_lastRead, _lastReadFile) = (null, null);
    }

    private IAppendFile OpenCurrent()
    {
        bool isFull = _blockFiles.Count > 0 && _blockFiles[^1].BlockCount >= _options.BlocksPerFile;
        if (_current is not null && !isFull)
            return _current;
        if (isFull)
        {
            // A finished file is durable before the next one takes blocks.
            Flush();
            _current?.Dispose();
            _current = null;
        }
        bool isNew = isFull || _blockFiles.Count == 0;
        BlockFile file = isNew ? new BlockFile(_blockFiles.Count == 0 ? 0 : _blockFiles[^1].Id + 1) : _blockFiles[^1];
        IAppendFile opened = _files.OpenAppend(file.Path);
        try
        {
            if (isNew)
                _files.FlushFolder(BlockFile.Folder);
        }
        catch (StorageException)
        {
            opened.Dispose();
            throw;
        }
        if (isNew)
            _blockFiles.Add(file);
        return _current = opened;
    }

    private void Undo(IAppendFile file, long sizeBytes)
    {
        try
        {
            file.Truncate(sizeBytes);
        }
        catch (StorageException)
        {
            // The failure that is being undone reaches the caller; this one only means that no retry may follow it.
            _isClosedAfterFailure = true;
        }
    }
}
