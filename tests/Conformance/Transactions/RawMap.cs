using System.Buffers;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Conformance.Transactions;

/// <summary>A CBOR map from numbers to items as bytes, to be changed and written again.</summary>
internal sealed class RawMap
{
    private readonly List<(ulong Key, byte[] Value)> _entries = [];

    public RawMap(ReadOnlySpan<byte> map)
    {
        CborReader reader = new(map);
        int? count = reader.ReadMapStart();
        for (int i = 0; reader.HasNext(count, i); i++)
            _entries.Add((reader.ReadUInt64(), reader.ReadEncoded().ToArray()));
    }

    /// <summary>The item of a key; null removes it.</summary>
    public byte[]? this[ulong key]
    {
        get => _entries.Find(entry => entry.Key == key).Value;
        set
        {
            int at = _entries.FindIndex(entry => entry.Key == key);
            if (value is null)
                _entries.RemoveAll(entry => entry.Key == key);
            else if (at < 0)
                _entries.Add((key, value));
            else
                _entries[at] = (key, value);
        }
    }

    public byte[] ToArray()
    {
        ArrayBufferWriter<byte> bytes = new();
        CborWriter writer = new(bytes);
        writer.WriteMapStart(_entries.Count);
        foreach ((ulong key, byte[] value) in _entries)
        {
            writer.WriteUInt64(key);
            writer.WriteEncoded(value);
        }
        return bytes.WrittenSpan.ToArray();
    }
}
