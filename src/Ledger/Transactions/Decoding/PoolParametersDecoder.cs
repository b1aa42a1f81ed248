using System.Collections.Immutable;
using System.Net;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads what pools register: the nine items that follow the number of the certificate.</summary>
internal static class PoolParametersDecoder
{
    private const int IPv4SizeBytes = 4;
    private const int IPv6SizeBytes = 16;

    public static PoolParameters Read(ref TransactionReader reader)
    {
        Hash28 poolId = reader.ReadHash28();
        Hash32 vrfKeyHash = reader.ReadHash32();
        Coin pledge = reader.ReadCoin();
        Coin cost = reader.ReadCoin();
        Rational margin = reader.ReadUnitInterval();
        RewardAccount rewardAccount = reader.ReadRewardAccount();
        ImmutableArray<Hash28> owners = BodySets.ReadKeyHashes(ref reader, "owners");
        int? count = reader.Cbor.ReadArrayStart();
        ImmutableArray<StakePoolRelay>.Builder relays = ImmutableArray.CreateBuilder<StakePoolRelay>();
        while (reader.Cbor.HasNext(count, relays.Count))
            relays.Add(ReadRelay(ref reader));
        PoolMetadata? metadata = reader.Cbor.TryReadNull() ? null : ReadMetadata(ref reader);
        return new PoolParameters(
            poolId, vrfKeyHash, pledge, cost, margin, rewardAccount, owners, relays.DrainToImmutable(), metadata);
    }

    private static StakePoolRelay ReadRelay(ref TransactionReader reader)
    {
        int? count = reader.Cbor.ReadArrayStart();
        int at = reader.Position;
        ulong kind = reader.Cbor.ReadUInt64();
        int items = kind switch { 0 => 4, 1 => 3, _ => 2 };
        if (kind > 2 || (count ?? items) != items)
            throw new CborException(at, "a relay", $"kind {kind} in an array of {count}");
        StakePoolRelay relay = kind switch
        {
            0 => new StakePoolRelay.SingleHostAddress(
                ReadPort(ref reader), ReadIPv4(ref reader), ReadIPv6(ref reader)),
            1 => new StakePoolRelay.SingleHostName(ReadPort(ref reader), reader.ReadAddressText()),
            _ => new StakePoolRelay.MultiHostName(reader.ReadAddressText()),
        };
        reader.Cbor.EndRecord(count is null);
        return relay;
    }

    private static ushort? ReadPort(ref TransactionReader reader) =>
        reader.Cbor.TryReadNull() ? null : reader.Cbor.ReadUInt16();

    private static IPAddress? ReadIPv4(ref TransactionReader reader) =>
        reader.Cbor.TryReadNull() ? null : new IPAddress(ReadIp(ref reader, IPv4SizeBytes).Span);

    // The four words are written with their least significant byte first, unlike everywhere else.
    private static IPAddress? ReadIPv6(ref TransactionReader reader)
    {
        if (reader.Cbor.TryReadNull())
            return null;
        Span<byte> address = stackalloc byte[IPv6SizeBytes];
        ReadIp(ref reader, IPv6SizeBytes).Span.CopyTo(address);
        for (int word = 0; word < IPv6SizeBytes; word += sizeof(uint))
            address.Slice(word, sizeof(uint)).Reverse();
        return new IPAddress(address);
    }

    // Before Conway longer bytes were taken for their beginning.
    private static ReadOnlyMemory<byte> ReadIp(ref TransactionReader reader, int sizeBytes)
    {
        int at = reader.Position;
        ReadOnlyMemory<byte> bytes = reader.ReadBytes();
        if (bytes.Length < sizeBytes || (reader.IsStrict && bytes.Length != sizeBytes))
            throw new CborException(at, $"an IP address of {sizeBytes} bytes", $"one of {bytes.Length}");
        return bytes[..sizeBytes];
    }

    private static PoolMetadata ReadMetadata(ref TransactionReader reader)
    {
        // The ledger takes a hash of any size and leaves it to a rule; the grammar that test data comes from does not.
        bool isIndefinite = reader.Cbor.StartRecord(2);
        string url = reader.ReadAddressText();
        ReadOnlyMemory<byte> hash = reader.IsGrammarOnly ? reader.ReadBytes(Hash32.SizeBytes) : reader.ReadBytes();
        // A copy: pools stay in the ledger's state for long, and must not keep the bytes of their blocks.
        PoolMetadata metadata = new(url, hash.ToArray());
        reader.Cbor.EndRecord(isIndefinite);
        return metadata;
    }
}
