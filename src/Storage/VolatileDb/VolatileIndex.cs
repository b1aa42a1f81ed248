using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.VolatileDb;

/// <summary>Which blocks there are, where they stand, and which follow which.</summary>
/// <remarks>Cost: lookups by hash are safe from any thread; everything else belongs to the writer.</remarks>
internal sealed class VolatileIndex
{
    private readonly ConcurrentDictionary<Hash32, BlockLocation> _byHash = new();
    private readonly Dictionary<Hash32, SortedSet<Hash32>> _successors = [];

    /// <summary>How many blocks there are.</summary>
    public int Count { get; private set; }

    /// <summary>Finds a block.</summary>
    public bool TryGet(Hash32 hash, [NotNullWhen(true)] out BlockLocation? location) =>
        _byHash.TryGetValue(hash, out location);

    /// <summary>The blocks whose previous hash is the given one (null: genesis), in order of their hashes.</summary>
    public IReadOnlyCollection<Hash32> SuccessorsOf(Hash32? hash) =>
        _successors.TryGetValue(Key(hash), out SortedSet<Hash32>? found) ? found : [];

    /// <summary>Adds a block. Of two with one hash the later one counts: it was stored because the first was no good.</summary>
    public void Add(BlockLocation location)
    {
        Hash32 hash = location.Summary.Hash;
        Remove(hash);
        _byHash[hash] = location;
        location.File.Add(hash, location.Summary.Slot);
        Count++;
        Hash32 previous = Key(location.Summary.PrevHash);
        if (!_successors.TryGetValue(previous, out SortedSet<Hash32>? siblings))
            _successors[previous] = siblings = [];
        siblings.Add(hash);
    }

    /// <summary>Forgets the blocks of a file.</summary>
    public void RemoveFile(BlockFile file)
    {
        foreach (Hash32 hash in file.Hashes)
        {
            if (_byHash.TryGetValue(hash, out BlockLocation? location) && location.File == file)
                Remove(hash);
        }
    }

    /// <summary>Forgets a block, if it is there.</summary>
    public void Remove(Hash32 hash)
    {
        if (!_byHash.TryRemove(hash, out BlockLocation? location))
            return;
        Count--;
        Hash32 previous = Key(location.Summary.PrevHash);
        SortedSet<Hash32> siblings = _successors[previous];
        siblings.Remove(hash);
        if (siblings.Count == 0)
            _successors.Remove(previous);
    }

    // No header hashes to all zeroes, so that value can stand for "no previous block".
    private static Hash32 Key(Hash32? hash) => hash ?? default;
}
