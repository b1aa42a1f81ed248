using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Takes the bytes of addresses apart.</summary>
internal static class AddressParser
{
    private const int NetworkMask = 0x0f;
    private const int PaymentScriptBit = 0x10;
    private const int StakeScriptBit = 0x20;

    public static Address Parse(ReadOnlySpan<byte> bytes, AddressLeniency leniency)
    {
        if (bytes.IsEmpty)
            throw new CborException(0, "an address", "no bytes");
        int header = bytes[0];
        int type = header >> 4;
        if (type == 8)
            return ByronAddress.Parse(bytes);
        if ((header & NetworkMask) > 1)
            throw new CborException(0, "an address of network 0 or 1", $"network {header & NetworkMask}");
        NetworkId network = (NetworkId)(header & NetworkMask);
        return type switch
        {
            <= 3 => ParseBase(bytes, network),
            <= 5 => ParsePointer(bytes, network, leniency),
            <= 7 => new Address
            {
                Kind = AddressKind.Enterprise,
                Network = network,
                Payment = Payment(RequireSize(bytes, 1 + Hash28.SizeBytes)),
            },
            14 or 15 => ParseReward(bytes, network),
            _ => throw new CborException(0, "an address of a known type", $"type {type}"),
        };
    }

    private static Address ParseBase(ReadOnlySpan<byte> bytes, NetworkId network)
    {
        RequireSize(bytes, 1 + (2 * Hash28.SizeBytes));
        Hash28 stake = new(bytes[(1 + Hash28.SizeBytes)..]);
        return new Address
        {
            Kind = AddressKind.Base,
            Network = network,
            Payment = Payment(bytes),
            Stake = new Credential(stake, (bytes[0] & StakeScriptBit) != 0),
        };
    }

    private static Address ParsePointer(ReadOnlySpan<byte> bytes, NetworkId network, AddressLeniency leniency)
    {
        if (bytes.Length < 1 + Hash28.SizeBytes)
            throw new CborException(0, "a pointer address", $"{bytes.Length} bytes");
        return new Address
        {
            Kind = AddressKind.StakePointer,
            Network = network,
            Payment = Payment(bytes),
            StakePointer = PointerNumbers.Parse(bytes, 1 + Hash28.SizeBytes, leniency),
        };
    }

    private static Address ParseReward(ReadOnlySpan<byte> bytes, NetworkId network)
    {
        RequireSize(bytes, RewardAccount.SizeBytes);
        return new Address
        {
            Kind = AddressKind.Reward,
            Network = network,
            Stake = RewardAccount.Parse(bytes).Credential,
        };
    }

    private static Credential Payment(ReadOnlySpan<byte> bytes) =>
        new(new Hash28(bytes.Slice(1, Hash28.SizeBytes)), (bytes[0] & PaymentScriptBit) != 0);

    private static ReadOnlySpan<byte> RequireSize(ReadOnlySpan<byte> bytes, int sizeBytes) =>
        bytes.Length == sizeBytes
            ? bytes
            : throw new CborException(0, $"an address of {sizeBytes} bytes", $"one of {bytes.Length}");
}
