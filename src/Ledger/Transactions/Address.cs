using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Where an output goes: who may spend it and whose stake it counts for.</summary>
/// <remarks>
/// Shape: a header byte <c>tttt nnnn</c> (type, network) and its credentials; or the CBOR of a Byron address.
/// Cost: a struct of some hundred bytes, parsed from the bytes of an output when asked for; pass with <c>in</c>.
/// Spec: CIP-19.
/// </remarks>
public readonly record struct Address
{
    /// <summary>What the address is made of.</summary>
    public required AddressKind Kind { get; init; }

    /// <summary>The network; of a Byron address mainnet unless its attributes name a network magic.</summary>
    public required NetworkId Network { get; init; }

    /// <summary>Who may spend; the default value in Byron and reward addresses.</summary>
    public Credential Payment { get; init; }

    /// <summary>Whose stake it is; null unless the address is a base or reward address.</summary>
    public Credential? Stake { get; init; }

    /// <summary>Where the stake credential was registered; null unless the address has a pointer.</summary>
    public ChainPointer? StakePointer { get; init; }

    /// <summary>The root hash of a Byron address, which bootstrap witnesses must give; null of the others.</summary>
    public Hash28? ByronRoot { get; init; }

    /// <summary>The size of a Byron address's attributes, which the ledger bounds; 0 of the others.</summary>
    public int ByronAttributesSizeBytes { get; init; }

    /// <summary>A Byron address that only a redemption key of the first sale spends.</summary>
    public bool IsByronRedeem { get; init; }

    /// <summary>Reads an address and nothing after it.</summary>
    /// <exception cref="CborException">The bytes are not an address.</exception>
    public static Address Parse(ReadOnlySpan<byte> bytes) => AddressParser.Parse(bytes, AddressLeniency.None);

    /// <summary>The bytes of an address of Shelley or later, from its parts.</summary>
    /// <exception cref="InvalidOperationException">A Byron address is not made of its parts alone.</exception>
    public byte[] ToArray() => AddressWriter.Write(this);
}
