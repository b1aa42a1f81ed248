using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>A key's Ed25519 signature over a transaction's id.</summary>
/// <param name="VerificationKey">32 bytes.</param>
/// <param name="Signature">64 bytes.</param>
/// <param name="KeyHash">BLAKE2b-224 of the key.</param>
public readonly record struct VKeyWitness(
    ReadOnlyMemory<byte> VerificationKey, ReadOnlyMemory<byte> Signature, Hash28 KeyHash)
{
    /// <summary>The size of the key.</summary>
    public const int VerificationKeySizeBytes = 32;

    /// <summary>The size of the signature.</summary>
    public const int SignatureSizeBytes = 64;
}
