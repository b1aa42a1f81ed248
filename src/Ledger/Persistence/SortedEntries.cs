using System.Runtime.CompilerServices;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.Persistence;

/// <summary>Maps in the order of their keys: the form in which equal maps have equal bytes.</summary>
/// <remarks>Shape: an array of entries, each of which starts with its key; keys strictly ascend.</remarks>
internal static class SortedEntries
{
    /// <summary>Reads one entry.</summary>
    public delegate KeyValuePair<TKey, TValue> EntryReader<TKey, TValue>(ref CborReader reader);

    public static void Write<TKey, TValue>(
        CborWriter writer, PersistentMap<TKey, TValue> map, Action<CborWriter, TKey, TValue> write)
        where TKey : IEquatable<TKey>, IComparable<TKey>
    {
        KeyValuePair<TKey, TValue>[] entries = new KeyValuePair<TKey, TValue>[map.Count];
        int count = 0;
        foreach (KeyValuePair<TKey, TValue> entry in map)
            entries[count++] = entry;
        Array.Sort(entries, static (a, b) => a.Key.CompareTo(b.Key));
        writer.WriteArrayStart(entries.Length);
        foreach ((TKey key, TValue value) in entries)
            write(writer, key, value);
    }

    public static PersistentMap<TKey, TValue> ReadMap<TKey, TValue>(
        ref CborReader reader, EntryReader<TKey, TValue> read)
        where TKey : IEquatable<TKey>, IComparable<TKey>
    {
        PersistentMapBuilder<TKey, TValue> map = PersistentMap<TKey, TValue>.Empty.ToBuilder();
        int count = reader.ReadCount();
        Unsafe.SkipInit(out TKey last);
        for (int i = 0; i < count; i++)
        {
            int at = reader.Position;
            (TKey key, TValue value) = read(ref reader);
            if (i > 0 && key.CompareTo(last) <= 0)
                throw new CborException(at, $"a key after {last}", $"{key}");
            map.Set(key, value);
            last = key;
        }
        return map.ToMap();
    }
}
