using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.Storage.VolatileDb;

namespace PoolTopology.Storage.Inspection;

/// <summary>What is in a database, at a glance: sizes of files, the first chunk's start, the last chunk.</summary>
public sealed record DatabaseSurvey
{
    /// <summary>The number of the first chunk.</summary>
    public required int FirstChunk { get; init; }

    /// <summary>The number of the last chunk.</summary>
    public required int LastChunk { get; init; }

    /// <summary>How many chunks are missing between them.</summary>
    public required int MissingChunks { get; init; }

    /// <summary>The bytes of all chunks.</summary>
    public required long ChunkBytes { get; init; }

    /// <summary>How many blocks the secondary indexes list.</summary>
    public required long IndexedBlocks { get; init; }

    /// <summary>The first block; null when there is none, or no header of its era can be read.</summary>
    public required BlockHeader? First { get; init; }

    /// <summary>The last whole block; null as above.</summary>
    public required BlockHeader? Last { get; init; }

    /// <summary>What is wrong with the last chunk's files.</summary>
    public required IReadOnlyList<StorageFinding> Findings { get; init; }

    /// <summary>How many files of recent blocks there are, which a node validates in full when it starts.</summary>
    public required int VolatileFiles { get; init; }

    /// <summary>The bytes of these files.</summary>
    public required long VolatileBytes { get; init; }

    /// <summary>Looks.</summary>
    /// <param name="database">The database.</param>
    /// <param name="parser">Knows blocks by their structure.</param>
    /// <param name="slotsPerChunk">10 k of the network.</param>
    /// <exception cref="StorageException">The device failed.</exception>
    public static DatabaseSurvey Of(InspectedDatabase database, IBlockParser parser, ulong slotsPerChunk)
    {
        ArgumentNullException.ThrowIfNull(database);
        SortedDictionary<int, ChunkFileSizes> found = ChunkFiles.Survey(database.Files);
        List<int> chunks = [.. found.Where(f => f.Value.Chunk is not null).Select(f => f.Key)];
        (BlockHeader? last, List<StorageFinding> findings) = ReadLast(database.Files, parser, slotsPerChunk);
        IReadOnlyList<FolderEntry> recent = database.HasOnlyChunks ? [] : database.Files.List(BlockFile.Folder);
        return new DatabaseSurvey
        {
            FirstChunk = chunks[0],
            LastChunk = chunks[^1],
            MissingChunks = chunks[^1] - chunks[0] + 1 - chunks.Count,
            ChunkBytes = found.Values.Sum(sizes => sizes.Chunk ?? 0),
            IndexedBlocks = found.Values.Sum(sizes => (sizes.Secondary ?? 0) / SecondaryIndex.EntrySizeBytes),
            First = ReadFirst(database.Files, parser, slotsPerChunk),
            Last = last,
            Findings = findings,
            VolatileFiles = recent.Count,
            VolatileBytes = recent.Sum(file => file.SizeBytes),
        };
    }

    private static BlockHeader? ReadFirst(IFileSystem files, IBlockParser parser, ulong slotsPerChunk)
    {
        using ChunkReader reader = ChunkReader.Open(files, parser, slotsPerChunk, Point.Origin);
        while (reader.ReadNext() is StoredWindow window)
        {
            if (!window.Blocks.IsEmpty)
                return HeaderOf(window, window.Blocks[0]);
        }
        return null;
    }

    private static (BlockHeader? Last, List<StorageFinding> Findings) ReadLast(
        IFileSystem files, IBlockParser parser, ulong slotsPerChunk)
    {
        using ChunkReader reader = ChunkReader.OpenLast(files, parser, slotsPerChunk);
        List<StorageFinding> findings = [];
        BlockHeader? last = null;
        while (reader.ReadNext() is StoredWindow window)
        {
            findings.AddRange(window.Findings);
            if (!window.Blocks.IsEmpty)
                last = HeaderOf(window, window.Blocks[^1]);
        }
        return (last, findings);
    }

    private static BlockHeader? HeaderOf(StoredWindow window, in StoredWindow.Entry entry)
    {
        try
        {
            // Over bytes of its own, so that the window can go.
            return Block.Decode(window.BytesOf(entry).ToArray()).Header;
        }
        catch (CborException)
        {
            // The border of storage: a block that is damaged, or of an era whose blocks are not read.
            return null;
        }
    }
}
