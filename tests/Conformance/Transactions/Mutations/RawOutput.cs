using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Conformance.Transactions.Mutations;

/// <summary>Changes of an encoded output, in either format.</summary>
internal static class RawOutput
{
    public static byte[] WithAddress(byte[] output, Func<byte[], byte[]> change) => Change(
        output, 0, address => Raw.Bytes(change(new CborReader(address).ReadBytes().ToArray())));

    public static byte[] WithCoin(byte[] output, Func<ulong, ulong> change) => Change(output, 1, value =>
    {
        CborReader reader = new(value);
        if (reader.PeekType() == CborMajorType.UnsignedInteger)
            return Raw.UInt(change(reader.ReadUInt64()));
        List<byte[]> parts = Raw.Items(value);
        return Raw.Array([Raw.UInt(change(new CborReader(parts[0]).ReadUInt64())), parts[1]]);
    });

    /// <summary>An output that holds other assets than it did.</summary>
    public static byte[] WithAssets(byte[] output, byte[] assets) => Change(output, 1, value =>
    {
        CborReader reader = new(value);
        byte[] coin = reader.PeekType() == CborMajorType.UnsignedInteger ? value : Raw.Items(value)[0];
        return Raw.Array([coin, assets]);
    });

    /// <summary>The map format with a further field.</summary>
    public static byte[] WithField(byte[] output, ulong key, byte[] item)
    {
        CborReader reader = new(output);
        RawMap map = reader.PeekType() == CborMajorType.Map
            ? new RawMap(output)
            : new RawMap(Raw.Map([.. Raw.Items(output).Take(2).Select((it, i) => (Raw.UInt((ulong)i), it))]));
        map[key] = item;
        return map.ToArray();
    }

    private static byte[] Change(byte[] output, int part, Func<byte[], byte[]> change)
    {
        CborReader reader = new(output);
        if (reader.PeekType() == CborMajorType.Map)
        {
            RawMap map = new(output);
            map[(ulong)part] = change(map[(ulong)part]!);
            return map.ToArray();
        }
        List<byte[]> items = Raw.Items(output);
        items[part] = change(items[part]);
        return Raw.Array(items);
    }
}
