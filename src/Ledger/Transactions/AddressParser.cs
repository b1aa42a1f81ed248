using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Takes the bytes of addresses apart.</summary>
/// <remarks>Spec: CIP-19; cardano-ledger <c>Cardano.Ledger.Address</c>, <c>decodeAddrStateLenientT</c>.</remarks>
internal static class AddressParser
{
    // The head of the array that a Byron address is.
    private const byte ByronHeader = 0x82;

    // Bits that no Shelley address of an output has: of other types, and of networks beyond 0 and 1.
    private const int ForeignBits = 0b1000_1110;

    private const int PaymentScriptBit = 0x10;
    private const int StakeScriptBit = 0x20;
    private const int EnterpriseSizeBytes = 1 + Hash28.SizeBytes;
    private const int BaseSizeBytes = 1 + (2 * Hash28.SizeBytes);

    /// <summary>Parses a whole address of any kind.</summary>
    public static Address Parse(ReadOnlySpan<byte> bytes, AddressLeniency leniency)
    {
        if (RewardAccount.IsAccount(bytes))
            return OfAccount(RewardAccount.Parse(bytes));
        int length = Measure(bytes, leniency);
        if (length != bytes.Length)
            throw new CborException(length, "the end of the address", $"{bytes.Length - length} more bytes");
        if (bytes[0] == ByronHeader)
            return ByronAddress.Read(new CborReader(bytes));
        NetworkId network = (NetworkId)(bytes[0] & 1);
        Credential payment = new(
            new Hash28(bytes.Slice(1, Hash28.SizeBytes)), (bytes[0] & PaymentScriptBit) != 0);
        return (bytes[0] >> 5) switch
        {
            0 or 1 => new Address
            {
                Kind = AddressKind.Base,
                Network = network,
                Payment = payment,
                Stake = new Credential(
                    new Hash28(bytes[EnterpriseSizeBytes..]), (bytes[0] & StakeScriptBit) != 0),
            },
            2 => OfPointer(bytes, network, payment, leniency),
            _ => new Address { Kind = AddressKind.Enterprise, Network = network, Payment = payment },
        };
    }

    /// <summary>Checks the address of an output and says how many of its bytes count.</summary>
    /// <exception cref="CborException">The bytes are not an address; offsets count from their first.</exception>
    public static int Measure(ReadOnlySpan<byte> bytes, AddressLeniency leniency)
    {
        if (bytes.IsEmpty)
            throw new CborException(0, "an address", "no bytes");
        if (bytes[0] == ByronHeader)
        {
            ByronAddress.Read(new CborReader(bytes));
            return bytes.Length;
        }
        if ((bytes[0] & ForeignBits) != 0)
            throw new CborException(0, "the header of an address", $"0x{bytes[0]:x2}");
        int length = (bytes[0] >> 5) switch { 0 or 1 => BaseSizeBytes, _ => EnterpriseSizeBytes };
        if (bytes.Length < length)
            throw new CborException(0, $"an address of {length} bytes", $"one of {bytes.Length}");
        if (bytes[0] >> 5 == 2)
            PointerNumbers.Read(bytes, ref length, (leniency & AddressLeniency.Pointers) != 0);
        return (leniency & AddressLeniency.TrailingBytes) != 0 || length == bytes.Length
            ? length
            : throw new CborException(length, "the end of the address", $"{bytes.Length - length} more bytes");
    }

    private static Address OfPointer(
        ReadOnlySpan<byte> bytes, NetworkId network, Credential payment, AddressLeniency leniency)
    {
        int at = EnterpriseSizeBytes;
        return new Address
        {
            Kind = AddressKind.StakePointer,
            Network = network,
            Payment = payment,
            StakePointer = PointerNumbers.Read(bytes, ref at, (leniency & AddressLeniency.Pointers) != 0),
        };
    }

    private static Address OfAccount(RewardAccount account) => new()
    {
        Kind = AddressKind.Reward,
        Network = account.Network,
        Stake = account.Credential,
    };
}
