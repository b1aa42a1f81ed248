using System.Buffers;
using PoolTopology.Primitives;
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
    // What a run comes to in each file; kept, as large as the largest run.
    private readonly ArrayBufferWriter<byte> _blocks = new();
    private readonly ArrayBufferWriter<byte> _entries = new();
    private readonly ArrayBufferWriter<byte> _offsets = new();
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

    /// <summary>Writes the first blocks of a run that belong to one chunk: all of them or none.</summary>
    /// <returns>How many those are.</returns>
    /// <exception cref="StorageException">No block was appended.</exception>
    public int AppendSameChunk(ReadOnlySpan<ChunkBlock> run)
    {
        if (_isClosedAfterFailure)
        {
            throw StorageException.Of(StorageFault.ClosedAfterFailure, _files.Describe(ChunkFiles.Folder),
                "an earlier write failed and could not be undone");
        }
        int chunk = _layout.ChunkOf(run[0].Summary.Slot);
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
        int count = 1;
        while (count < run.Length && _layout.ChunkOf(run[count].Summary.Slot) == chunk)
            count++;
        Write(run[..count]);
        return count;
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

    // Each of the three files is written once, however many blocks there are.
    private void Write(ReadOnlySpan<ChunkBlock> run)
    {
        (ChunkIndex index, int nextRelativeSlot) = Prepare(run);
        (IAppendFile chunk, IAppendFile secondary, IAppendFile primary) =
            (_chunkFile!, _secondaryFile!, _primaryFile!); // OpenFiles has run.
        (long chunkSize, long secondarySize, long primarySize) =
            (chunk.SizeBytes, secondary.SizeBytes, primary.SizeBytes);
        try
        {
            chunk.Append(_blocks.WrittenSpan);
            secondary.Append(_entries.WrittenSpan);
            primary.Append(_offsets.WrittenSpan);
        }
        catch (StorageException)
        {
            Undo(chunk, chunkSize);
            Undo(secondary, secondarySize);
            Undo(primary, primarySize);
            throw;
        }
        (Index, _nextRelativeSlot) = (index, nextRelativeSlot);
    }

    private (ChunkIndex Index, int NextRelativeSlot) Prepare(ReadOnlySpan<ChunkBlock> run)
    {
        _blocks.ResetWrittenCount();
        _entries.ResetWrittenCount();
        _offsets.ResetWrittenCount();
        (ChunkIndex index, int nextRelativeSlot) = (Index, _nextRelativeSlot);
        foreach (ChunkBlock block in run)
        {
            int relativeSlot = _layout.RelativeSlotOf(block.Summary);
            Invariant.Require(relativeSlot >= nextRelativeSlot, "blocks are appended in the order of their slots");
            ChunkEntry entry = ChunkEntry.Of(block.Summary, index.ChunkSizeBytes, block.Bytes.Span);
            // Empty slots repeat the offset before this block; the slot's own end is behind its entry.
            WriteOffsets(relativeSlot - nextRelativeSlot, index.Count);
            WriteOffsets(1, index.Count + 1);
            SecondaryIndex.Write(entry, Chunk, _entries.GetSpan(SecondaryIndex.EntrySizeBytes)[..SecondaryIndex.EntrySizeBytes]);
            _entries.Advance(SecondaryIndex.EntrySizeBytes);
            _blocks.Write(block.Bytes.Span);
            index = index.With(entry, block.Bytes.Length);
            nextRelativeSlot = relativeSlot + 1;
        }
        return (index, nextRelativeSlot);
    }

    private void WriteOffsets(int slots, int blocksBefore)
    {
        int sizeBytes = slots * PrimaryIndex.OffsetSizeBytes;
        PrimaryIndex.Fill(_offsets.GetSpan(sizeBytes)[..sizeBytes], (uint)(blocksBefore * SecondaryIndex.EntrySizeBytes));
        _offsets.Advance(sizeBytes);
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
            _offsets.ResetWrittenCount();
            WriteOffsets(_layout.RelativeSlotCount - _nextRelativeSlot, Index.Count);
            primary.Append(_offsets.WrittenSpan);
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
}
