using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>An Ed25519 signature over a transaction's id that somebody must still verify.</summary>
/// <param name="VerificationKey">32 bytes.</param>
/// <param name="Signature">64 bytes.</param>
/// <param name="TransactionId">What is signed, and whose witness it is.</param>
public readonly record struct SignatureObligation(
    ReadOnlyMemory<byte> VerificationKey, ReadOnlyMemory<byte> Signature, Hash32 TransactionId);
