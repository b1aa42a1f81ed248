using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Reads Byron's addresses.</summary>
/// <remarks>
/// Shape: CBOR <c>[tag24(bytes of [root, attributes, type]), CRC-32 of those bytes]</c>.
/// Spec: ledger CDDL <c>byron.cddl</c>, CIP-19.
/// </remarks>
internal static class ByronAddress
{
    private const ulong EncodedCborTag = 24;
    private const ulong DerivationPathKey = 1;
    private const ulong NetworkMagicKey = 2;
    private const ulong RedeemType = 2;

    public static Address Parse(ReadOnlySpan<byte> bytes)
    {
        CborReader reader = new(bytes);
        reader.ReadArrayStart(2);
        reader.ReadTag(EncodedCborTag);
        ReadOnlySpan<byte> payload = reader.ReadBytes();
        uint crc = reader.ReadUInt32();
        reader.ExpectEnd();
        uint actual = Crc32(payload);
        if (crc != actual)
            throw new CborException(bytes.Length, $"the checksum {actual}", $"{crc}");
        return ParsePayload(payload);
    }

    private static Address ParsePayload(ReadOnlySpan<byte> payload)
    {
        CborReader reader = new(payload);
        reader.ReadArrayStart(3);
        Hash28 root = reader.ReadHash28();
        NetworkId network = ReadAttributes(ref reader, out int attributesSizeBytes);
        ulong type = reader.ReadUInt64();
        reader.ExpectEnd();
        return new Address
        {
            Kind = AddressKind.Byron,
            Network = network,
            ByronRoot = root,
            ByronAttributesSizeBytes = attributesSizeBytes,
            IsByronRedeem = type == RedeemType,
        };
    }

    // The size that counts: the payload of the derivation path and the values of attributes that nobody knows.
    private static NetworkId ReadAttributes(ref CborReader reader, out int sizeBytes)
    {
        NetworkId network = NetworkId.Mainnet;
        sizeBytes = 0;
        int? count = reader.ReadMapStart();
        for (int i = 0; reader.HasNext(count, i); i++)
        {
            ulong key = reader.ReadUInt64();
            ReadOnlySpan<byte> value = reader.ReadBytes();
            if (key == NetworkMagicKey)
            {
                new CborReader(value).ReadUInt32();
                network = NetworkId.Testnet;
            }
            else
            {
                sizeBytes += key == DerivationPathKey ? new CborReader(value).ReadBytes().Length : value.Length;
            }
        }
        return network;
    }

    // CRC-32 of IEEE 802.3, bit by bit: the payload is some forty bytes long.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        const uint polynomial = 0xedb88320;
        uint crc = uint.MaxValue;
        foreach (byte next in bytes)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ polynomial;
        }
        return ~crc;
    }
}
