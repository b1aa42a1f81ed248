using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Blocks;

public abstract partial record BlockError
{
    /// <summary>The body is not of the size that the header declares.</summary>
    public sealed record WrongBodySize(uint DeclaredSizeBytes, int FoundSizeBytes) : BlockError;

    /// <summary>The body has not the hash that the header declares.</summary>
    public sealed record WrongBodyHash(Hash32 Declared, Hash32 Found) : BlockError;
}

/// <summary>The body is the one that the header was signed for.</summary>
/// <remarks>
/// Size of the parts = declared size; H(H(part)…) = declared hash.
/// Spec: cardano-ledger <c>Cardano.Ledger.Alonzo.Rules.Bbody</c> (WrongBlockBodySizeBBODY, InvalidBodyHashBBODY).
/// </remarks>
internal static class BodyRule
{
    public static BlockError? Check(Block block)
    {
        int sizeBytes = block.BodySizeBytes;
        if (sizeBytes != block.Header.BodySizeBytes)
            return new BlockError.WrongBodySize(block.Header.BodySizeBytes, sizeBytes);
        Hash32 hash = block.ComputeBodyHash();
        return hash == block.Header.BodyHash ? null : new BlockError.WrongBodyHash(block.Header.BodyHash, hash);
    }
}
