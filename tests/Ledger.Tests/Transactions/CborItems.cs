using System.Buffers;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Tests.Transactions;

/// <summary>CBOR items put together by hand.</summary>
internal static class CborItems
{
    public static byte[] Null { get; } = [0xf6];

    public static byte[] True { get; } = [0xf5];

    public static byte[] False { get; } = [0xf4];

    public static byte[] UInt(ulong value) => Write(w => w.WriteUInt64(value));

    public static byte[] Int(long value) => Write(w => w.WriteInt64(value));

    public static byte[] Bytes(params byte[] value) => Write(w => w.WriteBytes(value));

    public static byte[] Text(string value) => Write(w => w.WriteText(value));

    public static byte[] Array(params byte[][] items) => [.. Write(w => w.WriteArrayStart(items.Length)), .. Join(items)];

    public static byte[] OpenArray(params byte[][] items) => [0x9f, .. Join(items), 0xff];

    public static byte[] Map(params (byte[] Key, byte[] Value)[] entries) =>
        [.. Write(w => w.WriteMapStart(entries.Length)), .. Join(entries.SelectMany(e => new[] { e.Key, e.Value }))];

    public static byte[] OpenMap(params (byte[] Key, byte[] Value)[] entries) =>
        [0xbf, .. Join(entries.SelectMany(e => new[] { e.Key, e.Value })), 0xff];

    public static byte[] Fields(params (ulong Key, byte[] Value)[] fields) =>
        Map([.. fields.Select(f => (UInt(f.Key), f.Value))]);

    public static byte[] Tag(ulong tag, byte[] item) => [.. Write(w => w.WriteTag(tag)), .. item];

    public static byte[] Set(params byte[][] items) => Tag(258, Array(items));

    public static byte[] Nested(byte[] item) => Tag(24, Bytes(item));

    public static byte[] Fraction(ulong numerator, ulong denominator) =>
        Tag(30, Array(UInt(numerator), UInt(denominator)));

    public static byte[] Fill(int size, byte value) => Bytes([.. Enumerable.Repeat(value, size)]);

    private static byte[] Join(IEnumerable<byte[]> items) => [.. items.SelectMany(i => i)];

    private static byte[] Write(Action<CborWriter> write)
    {
        ArrayBufferWriter<byte> output = new();
        write(new CborWriter(output));
        return output.WrittenSpan.ToArray();
    }
}
