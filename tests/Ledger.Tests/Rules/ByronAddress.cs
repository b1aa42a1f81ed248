using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Tests.Rules;

/// <summary>Encoded Byron addresses of a test network.</summary>
internal static class ByronAddress
{
    public static byte[] Of(Hash28 root, byte[] attributes)
    {
        byte[] payload = Cbor.Array([Cbor.Bytes(root.ToArray()), attributes, Cbor.UInt(0)]);
        return Cbor.Array([Cbor.Tag(24, Cbor.Bytes(payload)), Cbor.UInt(Crc32(payload))]);
    }

    /// <summary>An address with an unknown attribute of so many bytes.</summary>
    public static byte[] WithAttributes(int sizeBytes) =>
        Of(default, Cbor.Map([(Cbor.UInt(2), Cbor.Bytes(Cbor.UInt(42))), (Cbor.UInt(5), Cbor.Bytes(new byte[sizeBytes]))]));

    private static uint Crc32(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte item in data)
        {
            crc ^= item;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
        }
        return ~crc;
    }
}
