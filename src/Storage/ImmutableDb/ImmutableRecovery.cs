using System.Buffers.Binary;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>Brings the chunk files into a state that can be appended to, and finds the tip.</summary>
internal sealed class ImmutableRecovery(IFileSystem files, IBlockParser parser, ChunkLayout layout)
{
    private readonly ChunkValidator _validator = new(files, parser, layout);
    private readonly List<ImmutableRepair> _repairs = [];

    /// <summary>Where the database stands after recovery.</summary>
    /// <param name="FirstChunk">The first chunk there is.</param>
    /// <param name="LastChunk">The chunk of the tip, or -1 for an empty database.</param>
    /// <param name="Index">The last chunk's blocks.</param>
    /// <param name="Tip">The last block.</param>
    /// <param name="Repairs">What was changed.</param>
    public sealed record Outcome(
        int FirstChunk, int LastChunk, ChunkIndex Index, Tip Tip, IReadOnlyList<ImmutableRepair> Repairs);

    /// <summary>Recovers.</summary>
    /// <exception cref="StorageException">A file cannot be read, or an older chunk is missing or damaged.</exception>
    public Outcome Run(ImmutableValidation validation)
    {
        files.CreateFolder(ChunkFiles.Folder);
        RemoveTemporaryFiles();
        // Files that a killed process created may not be on the device yet.
        files.FlushFolder(ChunkFiles.Folder);
        SortedDictionary<int, ChunkFileSizes> found = ChunkFiles.Survey(files);
        List<int> chunks = [.. found.Where(f => f.Value.Chunk is not null).Select(f => f.Key)];
        if (chunks.Count == 0)
        {
            RemoveFrom(0, found, Tip.Genesis);
            return new Outcome(0, -1, ChunkIndex.Empty, Tip.Genesis, _repairs);
        }
        return validation == ImmutableValidation.AllChunks ? CheckAll(chunks, found) : CheckLast(chunks, found);
    }

    private Outcome CheckLast(List<int> chunks, SortedDictionary<int, ChunkFileSizes> found)
    {
        RequireContiguous(chunks);
        ChunkCheck? check = null;
        int last = chunks.Count - 1;
        for (; last >= 0; last--)
        {
            check = _validator.Check(chunks[last], before: null);
            if (check.Index.Count > 0)
                break;
        }
        if (last < 0)
        {
            RemoveFrom(0, found, Tip.Genesis);
            return new Outcome(0, -1, ChunkIndex.Empty, Tip.Genesis, _repairs);
        }
        Tip tip = check!.Last!.Tip; // The loop stopped at a chunk with a block.
        RemoveFrom(chunks[last] + 1, found, tip);
        for (int i = 0; i < last; i++)
            RestoreIndexOfFinished(chunks[i], found[chunks[i]]);
        _validator.Repair(chunks[last], check, isFinished: false, _repairs);
        return new Outcome(chunks[0], chunks[last], check.Index, tip, _repairs);
    }

    private Outcome CheckAll(List<int> chunks, SortedDictionary<int, ChunkFileSizes> found)
    {
        int lastWithBlocks = -1;
        ChunkCheck? lastCheck = null;
        for (int i = 0; i < chunks.Count; i++)
        {
            bool follows = i == 0 || chunks[i] == chunks[i - 1] + 1;
            ChunkCheck? check = follows ? _validator.Check(chunks[i], lastCheck?.Last?.Hash) : null;
            if (check is null or { FitsPredecessor: false })
                break;
            if (check.Index.Count > 0)
            {
                FinishThrough(chunks[i] - 1);
                lastWithBlocks = chunks[i];
                lastCheck = check;
            }
            if (check.HasInvalidRest)
                break;
        }
        Tip tip = lastCheck?.Last?.Tip ?? Tip.Genesis;
        RemoveFrom(lastWithBlocks + 1, found, tip);
        if (lastCheck is null)
            return new Outcome(0, -1, ChunkIndex.Empty, Tip.Genesis, _repairs);
        _validator.Repair(lastWithBlocks, lastCheck, isFinished: false, _repairs);
        return new Outcome(chunks[0], lastWithBlocks, lastCheck.Index, tip, _repairs);

        // A later chunk has blocks, so the last one with blocks and the empty ones behind it are finished.
        void FinishThrough(int chunk)
        {
            if (lastCheck is null)
                lastWithBlocks = chunks[0] - 1;
            for (int finished = Math.Max(lastWithBlocks, chunks[0]); finished <= chunk; finished++)
            {
                ChunkCheck check = finished == lastWithBlocks
                    ? lastCheck!
                    : new ChunkCheck(ChunkIndex.Empty, null, 0, TruncationReason.NotABlock, true);
                _validator.Repair(finished, check, isFinished: true, _repairs);
            }
        }
    }

    /// <summary>Rebuilds an older chunk's index files when one is missing or cannot be right by its size.</summary>
    private void RestoreIndexOfFinished(int chunk, ChunkFileSizes sizes)
    {
        bool isPrimarySound = sizes.Primary == PrimaryIndex.FinishedSizeBytes(layout);
        // The primary index of a finished chunk ends with the size of the secondary one.
        bool isSecondarySound = isPrimarySound && sizes.Secondary is long size
            && size % SecondaryIndex.EntrySizeBytes == 0 && size == LastOffsetOf(chunk);
        if (isSecondarySound)
            return;
        ChunkCheck check = _validator.Check(chunk, before: null);
        if (check.HasInvalidRest)
        {
            throw StorageException.Corrupt(
                files.Describe(ChunkFiles.Chunk(chunk)), check.Index.ChunkSizeBytes,
                $"an older chunk is damaged here ({check.Reason})",
                "Restore this chunk from a copy, or start with validation of all chunks: that removes what follows it, "
                    + "and the node fetches it again");
        }
        _validator.Repair(chunk, check, isFinished: true, _repairs);
    }

    private long LastOffsetOf(int chunk)
    {
        string path = ChunkFiles.Primary(chunk);
        using IReadFile file = files.OpenRead(path);
        Span<byte> last = stackalloc byte[PrimaryIndex.OffsetSizeBytes];
        file.ReadExactly(files, path, PrimaryIndex.FinishedSizeBytes(layout) - last.Length, last);
        return BinaryPrimitives.ReadUInt32BigEndian(last);
    }

    private void RequireContiguous(List<int> chunks)
    {
        for (int i = 1; i < chunks.Count; i++)
        {
            if (chunks[i] != chunks[i - 1] + 1)
            {
                throw new StorageException(
                    StorageFault.Missing, files.Describe(ChunkFiles.Chunk(chunks[i - 1] + 1)), null,
                    "a chunk is missing between others",
                    "Restore it from a copy, or start with validation of all chunks: that removes what follows the "
                        + "gap, and the node fetches it again");
            }
        }
    }

    private void RemoveFrom(int chunk, SortedDictionary<int, ChunkFileSizes> found, Tip tip)
    {
        List<int> removed = [.. found.Keys.Where(c => c >= chunk)];
        if (removed.Count == 0)
            return;
        // Newest first: a crash in between leaves no gap.
        for (int i = removed.Count - 1; i >= 0; i--)
        {
            files.Delete(ChunkFiles.Primary(removed[i]));
            files.Delete(ChunkFiles.Secondary(removed[i]));
            files.Delete(ChunkFiles.Chunk(removed[i]));
        }
        files.FlushFolder(ChunkFiles.Folder);
        _repairs.Add(new ImmutableRepair.ChunksRemoved(removed[0], removed[^1], tip));
    }

    private void RemoveTemporaryFiles()
    {
        foreach (FolderEntry file in files.List(ChunkFiles.Folder))
        {
            if (file.Name.EndsWith(FileSystemExtensions.TemporarySuffix, StringComparison.Ordinal))
                files.Delete($"{ChunkFiles.Folder}/{file.Name}");
        }
    }
}
