using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace PoolTopology.Primitives.Collections;

/// <summary>A node of a <see cref="PersistentMap{TKey, TValue}"/>: entries and children, each found by five bits.</summary>
/// <remarks>
/// Invariant: a child holds two entries or more (with what is below it), so that equal contents have equal shape.
/// Below the last bits of the hash (<see cref="BitsOfHash"/>) a node is a plain list of entries whose hashes are equal.
/// A node may change in place only for the builder whose mark it carries.
/// </remarks>
internal sealed class MapNode<TKey, TValue>
    where TKey : IEquatable<TKey>
{
    private const int BitsPerLevel = 5;
    private const int BitsOfHash = 32;
    private const uint LevelMask = (1u << BitsPerLevel) - 1;

    private readonly object? _owner;
    private uint _entryBits;
    private uint _childBits;
    private KeyValuePair<TKey, TValue>[] _entries;
    private MapNode<TKey, TValue>[] _children;

    private MapNode(
        object? owner,
        uint entryBits,
        uint childBits,
        KeyValuePair<TKey, TValue>[] entries,
        MapNode<TKey, TValue>[] children)
    {
        _owner = owner;
        _entryBits = entryBits;
        _childBits = childBits;
        _entries = entries;
        _children = children;
    }

    public static MapNode<TKey, TValue> Empty { get; } = new(null, 0, 0, [], []);

    public ReadOnlySpan<KeyValuePair<TKey, TValue>> Entries => _entries;

    public ReadOnlySpan<MapNode<TKey, TValue>> Children => _children;

    public bool TryFind(TKey key, uint hash, [MaybeNullWhen(false)] out TValue value)
    {
        MapNode<TKey, TValue> node = this;
        for (int shift = 0; shift < BitsOfHash; shift += BitsPerLevel)
        {
            uint bit = BitOf(hash, shift);
            if ((node._entryBits & bit) != 0)
            {
                ref readonly KeyValuePair<TKey, TValue> entry = ref node._entries[IndexOf(node._entryBits, bit)];
                bool isFound = entry.Key.Equals(key);
                value = isFound ? entry.Value : default;
                return isFound;
            }
            if ((node._childBits & bit) == 0)
            {
                value = default;
                return false;
            }
            node = node._children[IndexOf(node._childBits, bit)];
        }
        int at = node.PositionOf(key);
        value = at >= 0 ? node._entries[at].Value : default;
        return at >= 0;
    }

    public MapNode<TKey, TValue> Set(
        TKey key, TValue value, uint hash, int shift, object? owner, ref MapChange change)
    {
        if (shift >= BitsOfHash)
            return SetInList(key, value, owner, ref change);
        uint bit = BitOf(hash, shift);
        if ((_childBits & bit) != 0)
        {
            int at = IndexOf(_childBits, bit);
            MapNode<TKey, TValue> child = _children[at].Set(
                key, value, hash, shift + BitsPerLevel, owner, ref change);
            return ReferenceEquals(child, _children[at]) ? this : WithChild(at, child, owner);
        }
        int index = IndexOf(_entryBits, bit);
        if ((_entryBits & bit) == 0)
        {
            change = MapChange.Added;
            return With(owner, _entryBits | bit, _childBits, Inserted(_entries, index, new(key, value)), _children);
        }
        KeyValuePair<TKey, TValue> there = _entries[index];
        if (there.Key.Equals(key))
        {
            change = MapChange.Replaced;
            return WithEntry(index, new(key, value), owner);
        }
        change = MapChange.Added;
        MapNode<TKey, TValue> pair = Pair(
            there, PersistentMap<TKey, TValue>.HashOf(there.Key), new(key, value), hash, shift + BitsPerLevel, owner);
        return With(
            owner,
            _entryBits & ~bit,
            _childBits | bit,
            Without(_entries, index),
            Inserted(_children, IndexOf(_childBits, bit), pair));
    }

    public MapNode<TKey, TValue> Remove(TKey key, uint hash, int shift, object? owner, ref MapChange change)
    {
        if (shift >= BitsOfHash)
            return RemoveFromList(key, owner, ref change);
        uint bit = BitOf(hash, shift);
        if ((_entryBits & bit) != 0)
        {
            int index = IndexOf(_entryBits, bit);
            if (!_entries[index].Key.Equals(key))
                return this;
            change = MapChange.Removed;
            return With(owner, _entryBits & ~bit, _childBits, Without(_entries, index), _children);
        }
        if ((_childBits & bit) == 0)
            return this;
        int at = IndexOf(_childBits, bit);
        MapNode<TKey, TValue> child = _children[at].Remove(key, hash, shift + BitsPerLevel, owner, ref change);
        if (change != MapChange.Removed)
            return this;
        if (child._children.Length > 0 || child._entries.Length > 1)
            return ReferenceEquals(child, _children[at]) ? this : WithChild(at, child, owner);
        // One entry alone stands in its parent.
        return With(
            owner,
            _entryBits | bit,
            _childBits & ~bit,
            Inserted(_entries, IndexOf(_entryBits, bit), child._entries[0]),
            Without(_children, at));
    }

    private static MapNode<TKey, TValue> Pair(
        KeyValuePair<TKey, TValue> a, uint hashOfA, KeyValuePair<TKey, TValue> b, uint hashOfB, int shift, object? owner)
    {
        if (shift >= BitsOfHash)
            return new MapNode<TKey, TValue>(owner, 0, 0, [a, b], []);
        uint bitOfA = BitOf(hashOfA, shift), bitOfB = BitOf(hashOfB, shift);
        if (bitOfA == bitOfB)
            return new MapNode<TKey, TValue>(
                owner, 0, bitOfA, [], [Pair(a, hashOfA, b, hashOfB, shift + BitsPerLevel, owner)]);
        return new MapNode<TKey, TValue>(owner, bitOfA | bitOfB, 0, bitOfA < bitOfB ? [a, b] : [b, a], []);
    }

    private MapNode<TKey, TValue> SetInList(TKey key, TValue value, object? owner, ref MapChange change)
    {
        int at = PositionOf(key);
        change = at >= 0 ? MapChange.Replaced : MapChange.Added;
        return at >= 0
            ? WithEntry(at, new(key, value), owner)
            : With(owner, 0, 0, Inserted(_entries, _entries.Length, new(key, value)), _children);
    }

    private MapNode<TKey, TValue> RemoveFromList(TKey key, object? owner, ref MapChange change)
    {
        int at = PositionOf(key);
        if (at < 0)
            return this;
        change = MapChange.Removed;
        return With(owner, 0, 0, Without(_entries, at), _children);
    }

    private int PositionOf(TKey key)
    {
        for (int i = 0; i < _entries.Length; i++)
            if (_entries[i].Key.Equals(key))
                return i;
        return -1;
    }

    private MapNode<TKey, TValue> WithEntry(int at, KeyValuePair<TKey, TValue> entry, object? owner)
    {
        if (IsOwnedBy(owner))
        {
            _entries[at] = entry;
            return this;
        }
        KeyValuePair<TKey, TValue>[] entries = [.. _entries];
        entries[at] = entry;
        return new MapNode<TKey, TValue>(owner, _entryBits, _childBits, entries, Own(_children, owner));
    }

    private MapNode<TKey, TValue> WithChild(int at, MapNode<TKey, TValue> child, object? owner)
    {
        if (IsOwnedBy(owner))
        {
            _children[at] = child;
            return this;
        }
        MapNode<TKey, TValue>[] children = [.. _children];
        children[at] = child;
        return new MapNode<TKey, TValue>(owner, _entryBits, _childBits, Own(_entries, owner), children);
    }

    // The arrays are either new, or this node's own as they stand.
    private MapNode<TKey, TValue> With(
        object? owner,
        uint entryBits,
        uint childBits,
        KeyValuePair<TKey, TValue>[] entries,
        MapNode<TKey, TValue>[] children)
    {
        if (!IsOwnedBy(owner))
            return new MapNode<TKey, TValue>(
                owner,
                entryBits,
                childBits,
                ReferenceEquals(entries, _entries) ? Own(entries, owner) : entries,
                ReferenceEquals(children, _children) ? Own(children, owner) : children);
        _entryBits = entryBits;
        _childBits = childBits;
        _entries = entries;
        _children = children;
        return this;
    }

    private bool IsOwnedBy(object? owner) => owner is not null && ReferenceEquals(_owner, owner);

    // An array may be shared between nodes that never change; a builder's node needs its own.
    private static T[] Own<T>(T[] array, object? owner) => owner is null || array.Length == 0 ? array : [.. array];

    private static uint BitOf(uint hash, int shift) => 1u << (int)((hash >> shift) & LevelMask);

    private static int IndexOf(uint bits, uint bit) => BitOperations.PopCount(bits & (bit - 1));

    private static T[] Inserted<T>(T[] array, int at, T item)
    {
        T[] grown = new T[array.Length + 1];
        array.AsSpan(0, at).CopyTo(grown);
        grown[at] = item;
        array.AsSpan(at).CopyTo(grown.AsSpan(at + 1));
        return grown;
    }

    private static T[] Without<T>(T[] array, int at)
    {
        if (array.Length == 1)
            return [];
        T[] shrunk = new T[array.Length - 1];
        array.AsSpan(0, at).CopyTo(shrunk);
        array.AsSpan(at + 1).CopyTo(shrunk.AsSpan(at));
        return shrunk;
    }
}
