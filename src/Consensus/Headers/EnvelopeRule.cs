using PoolTopology.Consensus.Chain;
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

    /// <summary>
    /// The ledger is at a protocol version that this node does not know: the node must be updated.
    /// </summary>
    public sealed record ObsoleteNode(ulong LedgerMajor, ulong MaxMajor) : HeaderError;

    /// <summary>The header is larger than the protocol parameters allow.</summary>
    public sealed record HeaderTooLarge(int SizeBytes, int MaxSizeBytes) : HeaderError;

    /// <summary>The body is declared larger than the protocol parameters allow.</summary>
    public sealed record BodyTooLarge(uint DeclaredSizeBytes, uint MaxSizeBytes) : HeaderError;
}

/// <summary>The header's place in the chain and its declared sizes.</summary>
/// <remarks>
/// blockNo = tip + 1; slot > tip's slot; prevHash = tip's hash; ledger major version &lt;= what the node knows;
/// header size &lt;= maxBHSize; declared body size &lt;= maxBBSize. In this order.
/// Spec: ouroboros-consensus <c>validateEnvelope</c> and
/// https://github.com/IntersectMBO/ouroboros-consensus/blob/001ea4b07b819c8d276211113da5d35ea8466e16/ouroboros-consensus-cardano/src/shelley/Ouroboros/Consensus/Shelley/Protocol/Praos.hs (envelopeChecks)
/// </remarks>
internal static class EnvelopeRule
{
    public static HeaderError? Check(
        BlockHeader header, Tip tip, LedgerView view, ConsensusParameters parameters)
    {
        BlockNo expectedBlockNo = tip.IsGenesis ? default : new BlockNo(checked(tip.BlockNo.Value + 1));
        if (header.BlockNo != expectedBlockNo)
            return new HeaderError.UnexpectedBlockNo(expectedBlockNo, header.BlockNo);
        if (!tip.IsGenesis && header.Slot <= tip.Point.Slot)
            return new HeaderError.SlotNotIncreasing(tip.Point.Slot, header.Slot);
        Hash32? expectedPrevHash = tip.IsGenesis ? null : tip.Point.Hash;
        if (header.PrevHash != expectedPrevHash)
            return new HeaderError.UnexpectedPrevHash(expectedPrevHash, header.PrevHash);
        if (view.ProtocolVersion.Major > parameters.MaxMajorProtocolVersion)
            return new HeaderError.ObsoleteNode(view.ProtocolVersion.Major, parameters.MaxMajorProtocolVersion);
        if (header.Bytes.Length > view.MaxHeaderSizeBytes)
            return new HeaderError.HeaderTooLarge(header.Bytes.Length, view.MaxHeaderSizeBytes);
        if (header.BodySizeBytes > view.MaxBodySizeBytes)
            return new HeaderError.BodyTooLarge(header.BodySizeBytes, view.MaxBodySizeBytes);
        return null;
    }
}
