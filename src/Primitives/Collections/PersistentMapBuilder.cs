using System.Diagnostics.CodeAnalysis;

namespace PoolTopology.Primitives.Collections;

/// <summary>Makes many changes to a <see cref="PersistentMap{TKey, TValue}"/> and copies each node once only.</summary>
/// <remarks>
/// For one thread. Maps that it gave out never change: what it changes afterwards is copied again.
/// </remarks>
public sealed class PersistentMapBuilder<TKey, TValue>
    where TKey : IEquatable<TKey>
{
    private PersistentMap<TKey, TValue>? _unchanged;
    private MapNode<TKey, TValue> _root;

    // Nodes that carry this mark were made here since the last map was given out, and may be changed in place.
    private object _owner = new();

    internal PersistentMapBuilder(PersistentMap<TKey, TValue> map, MapNode<TKey, TValue> root)
    {
        _unchanged = map;
        _root = root;
        Count = map.Count;
    }

    /// <summary>How many entries there are.</summary>
    public int Count { get; private set; }

    /// <summary>Looks a key up.</summary>
    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value) =>
        _root.TryFind(key, PersistentMap<TKey, TValue>.HashOf(key), out value);

    /// <summary>The value of a key, or the one given for a key that is not there.</summary>
    public TValue Find(TKey key, TValue absent) => TryFind(key, out TValue? value) ? value : absent;

    /// <summary>Whether a key is there.</summary>
    public bool Contains(TKey key) => TryFind(key, out _);

    /// <summary>Gives a key a value, whether it was there or not.</summary>
    public void Set(TKey key, TValue value)
    {
        MapChange change = MapChange.None;
        _root = _root.Set(key, value, PersistentMap<TKey, TValue>.HashOf(key), 0, _owner, ref change);
        _unchanged = null;
        if (change == MapChange.Added)
            Count = checked(Count + 1);
    }

    /// <summary>Takes a key out; false when it was not there.</summary>
    public bool Remove(TKey key)
    {
        MapChange change = MapChange.None;
        MapNode<TKey, TValue> root = _root.Remove(
            key, PersistentMap<TKey, TValue>.HashOf(key), 0, _owner, ref change);
        if (change != MapChange.Removed)
            return false;
        _root = root;
        _unchanged = null;
        Count--;
        return true;
    }

    /// <summary>The map as it is now; the one that the builder came from when nothing was changed.</summary>
    public PersistentMap<TKey, TValue> ToMap()
    {
        if (_unchanged is null)
        {
            _unchanged = new PersistentMap<TKey, TValue>(_root, Count);
            _owner = new object();
        }
        return _unchanged;
    }
}
