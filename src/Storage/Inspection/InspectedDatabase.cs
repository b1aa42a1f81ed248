using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;

namespace PoolTopology.Storage.Inspection;

/// <summary>An operator's database, opened in place to be looked at: nothing in it is ever changed.</summary>
/// <remarks>It is not locked either: a node may have it open, and what it appends in the meantime may be seen.</remarks>
public sealed class InspectedDatabase
{
    private InspectedDatabase(string path, IFileSystem files, bool hasOnlyChunks)
    {
        Path = path;
        Files = files;
        HasOnlyChunks = hasOnlyChunks;
    }

    /// <summary>The folder that was given.</summary>
    public string Path { get; }

    /// <summary>The files, as those of a database folder; whatever would change one fails.</summary>
    public IFileSystem Files { get; }

    /// <summary>The folder holds the chunks themselves, not a database around them.</summary>
    public bool HasOnlyChunks { get; }

    /// <summary>The network that the database is marked with; null where no marker stands or it cannot be read.</summary>
    public NetworkMagic? Magic { get; private init; }

    /// <summary>The mark of a clean shutdown is there.</summary>
    public bool IsMarkedClean { get; private init; }

    /// <summary>Opens a database folder, or the folder of its chunks.</summary>
    /// <param name="path">An absolute path.</param>
    /// <exception cref="StorageException"><see cref="StorageFault.Missing"/> when there are no chunks.</exception>
    public static InspectedDatabase Open(string path)
    {
        DiskFileSystem disk = new(path);
        if (!Directory.Exists(path))
            throw StorageException.Of(StorageFault.Missing, path, "there is no such folder");
        ReadOnlyFileSystem database = new(disk, chunkFolder: ChunkFiles.Folder);
        if (HasChunks(database))
        {
            return new InspectedDatabase(path, database, hasOnlyChunks: false)
            {
                Magic = DatabaseFolder.TryReadMarker(database),
                IsMarkedClean = DatabaseFolder.IsMarkedClean(database),
            };
        }
        ReadOnlyFileSystem chunks = new(disk, chunkFolder: "");
        return HasChunks(chunks)
            ? new InspectedDatabase(path, chunks, hasOnlyChunks: true)
            : throw new StorageException(
                StorageFault.Missing, path, null, "no chunk file (00000.chunk) is here or in a folder 'immutable' below",
                "Give the node's database folder, or its folder 'immutable'");
    }

    /// <summary>Says whether a block is in the database, by its place in a chunk.</summary>
    /// <exception cref="StorageException">The device failed.</exception>
    public bool Contains(Point point, IBlockParser parser, ulong slotsPerChunk)
    {
        try
        {
            using ChunkReader reader = ChunkReader.Open(Files, parser, slotsPerChunk, point);
            _ = reader.ReadNext();
            return true;
        }
        catch (StorageException absent) when (absent.Fault == StorageFault.Missing)
        {
            return false;
        }
    }

    /// <summary>How many slots a chunk has, from the size of a finished chunk's primary index; null without one.</summary>
    public ulong? DeriveSlotsPerChunk()
    {
        SortedDictionary<int, ChunkFileSizes> found = ChunkFiles.Survey(Files);
        foreach ((int chunk, ChunkFileSizes sizes) in found)
        {
            if (sizes.Primary is long size && (found.ContainsKey(chunk + 1) || found.Count == 1)
                && (size - 1) / PrimaryIndex.OffsetSizeBytes > 2)
                return (ulong)((size - 1) / PrimaryIndex.OffsetSizeBytes) - 2;
        }
        return null;
    }

    private static bool HasChunks(IFileSystem files) =>
        ChunkFiles.Survey(files).Values.Any(sizes => sizes.Chunk is not null);
}
