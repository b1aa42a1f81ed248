using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Consensus.Headers;

public abstract partial record HeaderError
{
    /// <summary>The header is of another era than the ledger at its slot.</summary>
    public sealed record WrongEra(Era Expected, Era Found) : HeaderError;

    /// <summary>
    /// The chain is at a protocol version that this node does not know: the node must be updated.
    /// </summary>
    /// <remarks>The ledger's version; in TPraos the one that the header declares.</remarks>
    public sealed record ObsoleteNode(ulong Major, ulong MaxMajor) : HeaderError;

    /// <summary>The header is larger than the protocol parameters allow.</summary>
    public sealed record HeaderTooLarge(int SizeBytes, int MaxSizeBytes) : HeaderError;

    /// <summary>The body is declared larger than the protocol parameters allow.</summary>
    public sealed record BodyTooLarge(uint DeclaredSizeBytes, uint MaxSizeBytes) : HeaderError;
}

/// <summary>The header is of the ledger's era and keeps the limits in force.</summary>
/// <remarks>
/// era = the ledger's; major version &lt;= what the node knows; header size &lt;= maxBHSize; declared body size &lt;=
/// maxBBSize. In this order.
/// Spec: ouroboros-consensus <c>HardForkEnvelopeErrWrongEra</c> and
/// https://github.com/IntersectMBO/ouroboros-consensus/blob/3454ff85173323de6b77a6f07c21934ad615ade9/ouroboros-consensus-cardano/src/shelley/Ouroboros/Consensus/Shelley/Protocol/EnvelopeChecks.hs (envelopeCheck)
/// </remarks>
internal static class EnvelopeRule
{
    public static HeaderError? Check(BlockHeader header, LedgerView view, ConsensusParameters parameters)
    {
        if (header.Era != view.Era)
            return new HeaderError.WrongEra(view.Era, header.Era);
        ulong major = EraTable.HeaderShapeOf(header.Era) == HeaderShape.TransitionalPraos
            ? header.ProtocolVersion.Major
            : view.ProtocolVersion.Major;
        if (major > parameters.MaxMajorProtocolVersion)
            return new HeaderError.ObsoleteNode(major, parameters.MaxMajorProtocolVersion);
        if (header.Bytes.Length > view.MaxHeaderSizeBytes)
            return new HeaderError.HeaderTooLarge(header.Bytes.Length, view.MaxHeaderSizeBytes);
        if (header.BodySizeBytes > view.MaxBodySizeBytes)
            return new HeaderError.BodyTooLarge(header.BodySizeBytes, view.MaxBodySizeBytes);
        return null;
    }
}
