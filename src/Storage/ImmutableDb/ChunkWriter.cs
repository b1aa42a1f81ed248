using PoolTopology.Primitives;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>Appends blocks to the last chunk, and starts the next one.</summary>
/// <remarks>
/// Invariant: a chunk is flushed as a whole before the next one's files are created, so a power loss can only damage
/// the last chunk. Errors: an append that fails is undone; when undoing fails too, the writer stays closed.
/// </remarks>
internal sealed class ChunkWriter : IDisposable
{
    private readonly IFileSystem _files;
    private readonly ChunkLayout _layout;
    private IAppendFile? _chunkFile;
    private IAppendFile? _primaryFile;
    private IAppendFile? _secondaryFile;
    private byte[] _fill = [];
    private int _nextRelativeSlot;
    private bool _isClosedAfterFailure;

    /// <summary>Continues after recovery.</summary>
    public ChunkWriter(IFileSystem files, ChunkLayout layout, ImmutableRecovery.Outcome recovered)
    {
        _files = files;
        _layout = layout;
        Chunk = recovered.LastChunk;
        Index = recovered.Index;
        if (Index.Count > 0)
        {
            ref readonly ChunkEntry last = ref Index.Entries[^1];
            _nextRelativeSlot = layout.RelativeSlotOf(last.Slot, last.IsEpochBoundary) + 1;
        }
    }

    /// <summary>The chunk being written; -1 before the first.</summary>
    public int Chunk { get; private set; }

    /// <summary>Its blocks.</summary>
    public ChunkIndex Index { get; private set; }

    /// <summary>Writes a block to the chunk of its slot.</summary>
    /// <exception cref="StorageException">The block was not appended.</exception>
    public void Append(BlockSummary summary, ReadOnlySpan<byte> block)
    {
        if (_isClosedAfterFailure)
        {
            throw StorageException.Of(StorageFault.ClosedAfterFailure, _files.Describe(ChunkFiles.Folder),
                "an earlier write failed and could not be undone");
        }
        int chunk = _layout.ChunkOf(summary.Slot);
        Invariant.Require(chunk >= Chunk, "blocks are appended in the order of their chunks");
        try
        {
            while (Chunk < chunk)
                StartNextChunk();
            OpenFiles();
        }
        catch (StorageException)
        {
            // Files may be half made: recovery at the next start puts them right.
            _isClosedAfterFailure = true;
            throw;
        }
        Write(ChunkEntry.Of(summary, Index.ChunkSizeBytes, block), _layout.RelativeSlotOf(summary), block);
    }

    /// <summary>Waits until everything appended is on the device.</summary>
    public void Flush()
    {
        if (Chunk < 0)
            return;
        try
        {
            // Also what a process before this one wrote, and was killed before it flushed.
            OpenFiles();
            _chunkFile!.Flush(); // OpenFiles has run.
            _secondaryFile!.Flush();
            _primaryFile!.Flush();
        }
        catch (StorageException)
        {
            _isClosedAfterFailure = true;
            throw;
        }
    }

    public void Dispose()
    {
        _chunkFile?.Dispose();
        _secondaryFile?.Dispose();
        _primaryFile?.Dispose();
        (_chunkFile, _secondaryFile, _primaryFile) = (null, null, null);
    }

    private void Write(in ChunkEntry entry, int relativeSlot, ReadOnlySpan<byte> block)
    {
        Invariant.Require(relativeSlot >= _nextRelativeSlot, "blocks are appended in the order of their slots");
        (IAppendFile chunk, IAppendFile secondary, IAppendFile primary) =
            (_chunkFile!, _secondaryFile!, _primaryFile!); // OpenFiles has run.
        (long chunkSize, long secondarySize, long primarySize) =
            (chunk.SizeBytes, secondary.SizeBytes, primary.SizeBytes);
        try
        {
            chunk.Append(block);
            Span<byte> indexed = stackalloc byte[SecondaryIndex.EntrySizeBytes];
            SecondaryIndex.Write(entry, Chunk, indexed);
            secondary.Append(indexed);
            // Empty slots repeat the offset before this block; the slot's own end is behind its entry.
            Span<byte> offsets = FillBuffer(relativeSlot - _nextRelativeSlot + 1);
            PrimaryIndex.Fill(offsets[..^PrimaryIndex.OffsetSizeBytes], (uint)secondarySize);
            PrimaryIndex.Fill(offsets[^PrimaryIndex.OffsetSizeBytes..], (uint)secondary.SizeBytes);
            primary.Append(offsets);
        }
        catch (StorageException)
        {
            Undo(chunk, chunkSize);
            Undo(secondary, secondarySize);
            Undo(primary, primarySize);
            throw;
        }
        Index = Index.With(entry, block.Length);
        _nextRelativeSlot = relativeSlot + 1;
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

    private void StartNextChunk()
    {
        if (Chunk >= 0)
        {
            OpenFiles();
            IAppendFile primary = _primaryFile!; // OpenFiles has run.
            int missing = _layout.RelativeSlotCount - _nextRelativeSlot;
            Span<byte> offsets = FillBuffer(missing);
            PrimaryIndex.Fill(offsets, (uint)(Index.Count * SecondaryIndex.EntrySizeBytes));
            primary.Append(offsets);
            Flush();
            Dispose();
        }
        Chunk++;
        Index = ChunkIndex.Empty;
        _nextRelativeSlot = 0;
        OpenFiles();
        _files.FlushFolder(ChunkFiles.Folder);
    }

    private void OpenFiles()
    {
        if (_primaryFile is not null)
            return;
        _chunkFile ??= _files.OpenAppend(ChunkFiles.Chunk(Chunk));
        _secondaryFile ??= _files.OpenAppend(ChunkFiles.Secondary(Chunk));
        IAppendFile primary = _files.OpenAppend(ChunkFiles.Primary(Chunk));
        _primaryFile = primary;
        if (primary.SizeBytes == 0)
            primary.Append(PrimaryIndex.Start);
        // The last chunk of a copied database may have been finished already: take up its last filled slot again.
        long unfinished = PrimaryIndex.SizeBytesThrough(_nextRelativeSlot - 1);
        if (primary.SizeBytes > unfinished)
            primary.Truncate(unfinished);
    }

    private Span<byte> FillBuffer(int offsets)
    {
        int sizeBytes = offsets * PrimaryIndex.OffsetSizeBytes;
        if (_fill.Length < sizeBytes)
            _fill = new byte[sizeBytes];
        return _fill.AsSpan(0, sizeBytes);
    }
}
