namespace PoolTopology.Consensus.Blocks;

/// <summary>An Ed25519 signature in a block's body that is still to be checked.</summary>
/// <param name="TransactionIndex">Which transaction of the block carries it.</param>
/// <param name="VerificationKey">32 bytes.</param>
/// <param name="Message">What must be signed.</param>
/// <param name="Signature">64 bytes.</param>
/// <remarks>The default value is a signature of nothing, which does not hold.</remarks>
public readonly record struct SignatureObligation(
    int TransactionIndex,
    ReadOnlyMemory<byte> VerificationKey,
    ReadOnlyMemory<byte> Message,
    ReadOnlyMemory<byte> Signature);
