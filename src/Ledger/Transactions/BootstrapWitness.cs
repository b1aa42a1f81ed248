using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>The signature that spends from a Byron address.</summary>
/// <param name="VerificationKey">32 bytes.</param>
/// <param name="Signature">64 bytes.</param>
/// <param name="ChainCode">As received: 32 bytes in addresses that exist.</param>
/// <param name="Attributes">The CBOR of the address's attributes.</param>
/// <param name="RootHash">
/// The address root that key, chain code and attributes give; what an address must carry to be spent by this witness.
/// </param>
public readonly record struct BootstrapWitness(
    ReadOnlyMemory<byte> VerificationKey,
    ReadOnlyMemory<byte> Signature,
    ReadOnlyMemory<byte> ChainCode,
    ReadOnlyMemory<byte> Attributes,
    Hash28 RootHash);
