using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.ChainSelection;

/// <summary>Which of two valid chains is better, judged by the headers at their tips.</summary>
/// <remarks>
/// Not an order to sort by: the Conway tie-break is not transitive. Ask it of our own tip and one candidate.
/// That a candidate must not fork more than k blocks back is the caller's rule.
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/001ea4b07b819c8d276211113da5d35ea8466e16/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos/Common.hs (comparePraos)
/// </remarks>
public static class ChainOrder
{
    /// <summary>From Conway on, VRF values decide only between blocks whose slots are at most this far apart.</summary>
    /// <remarks>
    /// A block that came later than that was late or ignored its rival; it shall not win by luck.
    /// Spec: ouroboros-consensus <c>Ouroboros.Consensus.Shelley.Ledger.Config</c>, <c>RestrictedVRFTiebreaker 5</c>.
    /// </remarks>
    public const ulong TieBreakDistanceSlotsMax = 5;

    /// <summary>The other chain is strictly better than ours.</summary>
    /// <remarks>
    /// Longer wins. At equal length: of one issuer in one slot, the higher certificate counter; else the lower VRF
    /// output, where the slots are close enough. Equal chains are never switched between.
    /// </remarks>
    /// <param name="ours">The header at our tip, or null for the empty chain.</param>
    /// <param name="theirs">The header at the candidate's tip.</param>
    public static bool Prefers(BlockHeader? ours, BlockHeader theirs)
    {
        ArgumentNullException.ThrowIfNull(theirs);
        if (ours is null)
            return true;
        if (theirs.BlockNo != ours.BlockNo)
            return theirs.BlockNo > ours.BlockNo;
        if (IsSameElection(ours, theirs)
            && theirs.OperationalCertificate.Counter != ours.OperationalCertificate.Counter)
            return theirs.OperationalCertificate.Counter > ours.OperationalCertificate.Counter;
        // The whole 64-byte output as it stands in the header, not the leader value made from it.
        return IsTieBreakArmed(ours, theirs)
            && theirs.VrfOutput.Span.SequenceCompareTo(ours.VrfOutput.Span) < 0;
    }

    private static bool IsSameElection(BlockHeader ours, BlockHeader theirs) =>
        ours.Slot == theirs.Slot
        && ours.IssuerVerificationKey.Span.SequenceEqual(theirs.IssuerVerificationKey.Span);

    private static bool IsTieBreakArmed(BlockHeader ours, BlockHeader theirs) =>
        (ours.Era < Era.Conway && theirs.Era < Era.Conway)
        || Distance(ours.Slot, theirs.Slot) <= TieBreakDistanceSlotsMax;

    private static ulong Distance(Slot a, Slot b) => a > b ? a.Value - b.Value : b.Value - a.Value;
}
