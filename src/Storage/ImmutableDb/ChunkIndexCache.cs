using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.ImmutableDb;

/// <summary>Indexes of finished chunks, read when first needed.</summary>
/// <remarks>
/// Invariant: at most <see cref="CountMax"/> are kept; the least recently used goes first. A mainnet chunk has about
/// 1,080 blocks, 72 bytes each here. Cost: safe from any thread; two threads may load the same chunk at once.
/// </remarks>
internal sealed class ChunkIndexCache(IFileSystem files, ChunkLayout layout)
{
    private const int CountMax = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, LinkedListNode<(int Chunk, ChunkIndex Index)>> _byChunk = [];
    private readonly LinkedList<(int Chunk, ChunkIndex Index)> _byUse = [];

    /// <summary>The index of a finished chunk.</summary>
    /// <exception cref="StorageException">Its files are missing or misshapen.</exception>
    public ChunkIndex Get(int chunk)
    {
        lock (_gate)
        {
            if (_byChunk.TryGetValue(chunk, out LinkedListNode<(int Chunk, ChunkIndex Index)>? known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                return known.Value.Index;
            }
        }
        ChunkIndex loaded = ChunkIndex.Load(files, chunk, layout);
        lock (_gate)
        {
            if (_byChunk.ContainsKey(chunk))
                return loaded;
            _byChunk[chunk] = _byUse.AddFirst((chunk, loaded));
            if (_byUse.Count > CountMax)
            {
                _byChunk.Remove(_byUse.Last!.Value.Chunk); // Not empty: it was just added to.
                _byUse.RemoveLast();
            }
        }
        return loaded;
    }
}
