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
    private const ulong KeyType = 0;
    private const ulong RedeemType = 2;

    public static Address Read(CborReader reader)
    {
        reader.ReadArrayStart(2);
        reader.ReadTag(EncodedCborTag);
        ReadOnlySpan<byte> payload = reader.ReadBytes();
        CborReader inner = reader.Within(reader.Position - payload.Length, payload.Length);
        int crcAt = reader.Position;
        uint crc = reader.ReadUInt32();
        reader.ExpectEnd();
        uint actual = Crc32(payload);
        return crc == actual
            ? ReadPayload(inner)
            : throw new CborException(crcAt, $"the checksum {actual}", $"{crc}");
    }

    private static Address ReadPayload(CborReader reader)
    {
        reader.ReadArrayStart(3);
        Hash28 root = reader.ReadHash28();
        NetworkId network = ReadAttributes(ref reader, out int attributesSizeBytes);
        int typeAt = reader.Position;
        ulong type = reader.ReadUInt64();
        if (type is not (KeyType or RedeemType))
            throw new CborException(typeAt, $"an address of type {KeyType} or {RedeemType}", $"{type}");
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
        int start = reader.Position;
        int count = reader.ReadMapStart() ?? throw new CborException(start, "a map of definite length", "another");
        int previous = -1;
        for (int i = 0; i < count; i++)
        {
            int keyAt = reader.Position;
            ulong key = reader.ReadUInt64();
            if (key > byte.MaxValue || (int)key <= previous)
                throw new CborException(keyAt, "the keys of attributes in ascending order, below 256", $"{key}");
            previous = (int)key;
            ReadOnlySpan<byte> value = reader.ReadBytes();
            CborReader inner = reader.Within(reader.Position - value.Length, value.Length);
            switch (key)
            {
                case DerivationPathKey:
                    sizeBytes += inner.ReadBytes().Length;
                    inner.ExpectEnd();
                    break;
                case NetworkMagicKey:
                    inner.ReadUInt32();
                    inner.ExpectEnd();
                    network = NetworkId.Testnet;
                    break;
                default:
                    sizeBytes += value.Length;
                    break;
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
