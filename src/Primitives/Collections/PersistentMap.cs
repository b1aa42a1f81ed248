using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace PoolTopology.Primitives.Collections;

/// <summary>An immutable map: a changed version shares all but the changed path with the one it came from.</summary>
/// <remarks>
/// A hash trie of 32-way nodes that keep entries and children apart (CHAMP): look-up and change touch at most seven
/// nodes. Safe to share between threads. Equality is by reference.
/// The order of enumeration is that of the keys' hash codes, which differ between runs: sort before order can reach
/// bytes, messages or decisions.
/// Cost: a change allocates one path of nodes; batches of changes go through <see cref="ToBuilder"/>.
/// Spec: M. Steindorfer, J. Vinju, "Optimizing Hash-Array Mapped Tries", OOPSLA 2015.
/// </remarks>
public sealed class PersistentMap<TKey, TValue> : IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : IEquatable<TKey>
{
    private readonly MapNode<TKey, TValue> _root;

    internal PersistentMap(MapNode<TKey, TValue> root, int count)
    {
        _root = root;
        Count = count;
    }

    /// <summary>The map without entries.</summary>
    public static readonly PersistentMap<TKey, TValue> Empty = new(MapNode<TKey, TValue>.Empty, 0);

    /// <summary>How many entries there are.</summary>
    public int Count { get; }

    /// <summary>There are no entries.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The keys, in the order of enumeration.</summary>
    public IEnumerable<TKey> Keys => this.Select(entry => entry.Key);

    /// <summary>The values, in the order of enumeration.</summary>
    public IEnumerable<TValue> Values => this.Select(entry => entry.Value);

    /// <summary>Looks a key up.</summary>
    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value) =>
        _root.TryFind(key, HashOf(key), out value);

    /// <summary>The value of a key, or the one given for a key that is not there.</summary>
    public TValue Find(TKey key, TValue absent) => TryFind(key, out TValue? value) ? value : absent;

    /// <summary>Whether a key is there.</summary>
    public bool Contains(TKey key) => TryFind(key, out _);

    /// <summary>The map with a value for a key, whether it was there or not.</summary>
    public PersistentMap<TKey, TValue> Set(TKey key, TValue value)
    {
        MapChange change = MapChange.None;
        MapNode<TKey, TValue> root = _root.Set(key, value, HashOf(key), 0, owner: null, ref change);
        return new PersistentMap<TKey, TValue>(root, change == MapChange.Added ? checked(Count + 1) : Count);
    }

    /// <summary>The map without a key; the same map when it was not there.</summary>
    public PersistentMap<TKey, TValue> Remove(TKey key)
    {
        MapChange change = MapChange.None;
        MapNode<TKey, TValue> root = _root.Remove(key, HashOf(key), 0, owner: null, ref change);
        return change == MapChange.Removed ? new PersistentMap<TKey, TValue>(root, Count - 1) : this;
    }

    /// <summary>Something to make many changes with; this map stays as it is.</summary>
    public PersistentMapBuilder<TKey, TValue> ToBuilder() => new(this, _root);

    /// <summary>The entries, by their keys' hash codes.</summary>
    public MapEnumerator<TKey, TValue> GetEnumerator() => new(_root);

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static uint HashOf(TKey key) => (uint)key.GetHashCode();
}
