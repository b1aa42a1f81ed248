using System.Buffers;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Tests.Rules;

/// <summary>CBOR put together from parts.</summary>
internal static class Cbor
{
    public static byte[] UInt(ulong value) => Write(writer => writer.WriteUInt64(value));

    public static byte[] Int(long value) => Write(writer => writer.WriteInt64(value));

    public static byte[] Bytes(ReadOnlySpan<byte> value)
    {
        byte[] copy = value.ToArray();
        return Write(writer => writer.WriteBytes(copy));
    }

    public static byte[] Tag(ulong tag, byte[] item) => [.. Write(writer => writer.WriteTag(tag)), .. item];

    public static byte[] Array(params IReadOnlyCollection<byte[]> items) =>
        [.. Write(writer => writer.WriteArrayStart(items.Count)), .. items.SelectMany(item => item)];

    public static byte[] Map(params IReadOnlyCollection<(byte[] Key, byte[] Value)> entries) =>
    [
        .. Write(writer => writer.WriteMapStart(entries.Count)),
        .. entries.SelectMany(entry => entry.Key.Concat(entry.Value)),
    ];

    private static byte[] Write(Action<CborWriter> write)
    {
        ArrayBufferWriter<byte> bytes = new();
        write(new CborWriter(bytes));
        return bytes.WrittenSpan.ToArray();
    }
}
