using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

public abstract partial record HeaderError
{
    /// <summary>The height is not one more than the tip's (0 on an empty chain).</summary>
    public sealed record UnexpectedBlockNo(BlockNo Expected, BlockNo Found) : HeaderError;

    /// <summary>The slot is not after the tip's.</summary>
    public sealed record SlotNotIncreasing(Slot Last, Slot Found) : HeaderError;

    /// <summary>The header follows another block than the tip; null stands for the start of a chain.</summary>
    public sealed record UnexpectedPrevHash(Hash32? Expected, Hash32? Found) : HeaderError;
}

/// <summary>The header's place in the chain: blockNo = tip + 1; slot > tip's slot; prevHash = tip's hash.</summary>
/// <remarks>
/// In this order, and before anything else: the ledger can be asked about a slot only if it lies ahead.
/// Spec: ouroboros-consensus <c>validateEnvelope</c>.
/// </remarks>
internal static class SequenceRule
{
    public static HeaderError? Check(BlockHeader header, Tip tip)
    {
        BlockNo expectedBlockNo = tip.IsGenesis ? default : new BlockNo(checked(tip.BlockNo.Value + 1));
        if (header.BlockNo != expectedBlockNo)
            return new HeaderError.UnexpectedBlockNo(expectedBlockNo, header.BlockNo);
        if (!tip.IsGenesis && header.Slot <= tip.Point.Slot)
            return new HeaderError.SlotNotIncreasing(tip.Point.Slot, header.Slot);
        Hash32? expectedPrevHash = tip.IsGenesis ? null : tip.Point.Hash;
        if (header.PrevHash != expectedPrevHash)
            return new HeaderError.UnexpectedPrevHash(expectedPrevHash, header.PrevHash);
        return null;
    }
}
