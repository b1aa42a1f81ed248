using System.Buffers;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Conformance.Transactions;

/// <summary>CBOR items as bytes.</summary>
internal static class Raw
{
    public static byte[] UInt(ulong value) => Write(writer => writer.WriteUInt64(value));

    public static byte[] Int(long value) => Write(writer => writer.WriteInt64(value));

    public static byte[] Bytes(byte[] value) => Write(writer => writer.WriteBytes(value));

    public static byte[] Hash(Hash28 value) => Bytes(value.ToArray());

    public static byte[] Hash(Hash32 value) => Bytes(value.ToArray());

    public static byte[] Tag(ulong tag, byte[] item) => [.. Write(writer => writer.WriteTag(tag)), .. item];

    public static byte[] Array(IReadOnlyCollection<byte[]> items) =>
        [.. Write(writer => writer.WriteArrayStart(items.Count)), .. items.SelectMany(item => item)];

    public static byte[] Map(IReadOnlyCollection<(byte[] Key, byte[] Value)> entries) =>
    [
        .. Write(writer => writer.WriteMapStart(entries.Count)),
        .. entries.SelectMany(entry => entry.Key.Concat(entry.Value)),
    ];

    /// <summary>The items of an array, a tag before it passed over.</summary>
    public static List<byte[]> Items(byte[]? array)
    {
        List<byte[]> items = [];
        if (array is null)
            return items;
        CborReader reader = new(array);
        if (reader.PeekType() == CborMajorType.Tag)
            reader.ReadTag();
        int? count = reader.ReadArrayStart();
        while (reader.HasNext(count, items.Count))
            items.Add(reader.ReadEncoded().ToArray());
        return items;
    }

    /// <summary>The entries of a map.</summary>
    public static List<(byte[] Key, byte[] Value)> Entries(byte[] map)
    {
        List<(byte[], byte[])> entries = [];
        CborReader reader = new(map);
        int? count = reader.ReadMapStart();
        while (reader.HasNext(count, entries.Count))
            entries.Add((reader.ReadEncoded().ToArray(), reader.ReadEncoded().ToArray()));
        return entries;
    }

    private static byte[] Write(Action<CborWriter> write)
    {
        ArrayBufferWriter<byte> bytes = new();
        write(new CborWriter(bytes));
        return bytes.WrittenSpan.ToArray();
    }
}
