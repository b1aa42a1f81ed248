using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Nonces;

/// <summary>How the chain's randomness moves: at epoch boundaries, and with every block.</summary>
/// <remarks>
/// Pure functions.
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos.hs (tickChainDepState, reupdateChainDepState);
/// for TPraos cardano-ledger <c>Cardano.Protocol.TPraos.Rules.Tickn</c> and <c>Updn</c>
/// </remarks>
public static class NonceEvolution
{
    /// <summary>The state for a slot of Praos, before its block: a new epoch gets its nonce.</summary>
    /// <remarks>
    /// In a new epoch: epoch nonce := candidate ⭒ last epoch's block nonce; that one := lab nonce.
    /// Once, also when whole epochs without a block lie between: so does the reference.
    /// Pre: the slot is not before the last one.
    /// </remarks>
    public static PraosState Tick(PraosState state, Slot slot, SlotClock clock) =>
        Tick(state, slot, clock, Nonce.Neutral);

    /// <summary>The state for a slot of any era, before its block.</summary>
    /// <remarks>
    /// In TPraos the extra entropy of the new epoch's parameters is mixed in: candidate ⭒ last epoch's block nonce ⭒
    /// extra entropy. The era that counts is that of the slot, so the epoch that begins Praos has none. The state is
    /// the same in both protocols: nonces and counters go across the change of era as they are.
    /// </remarks>
    /// <param name="state">The state after the last block.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="clock">The network's slots and epochs.</param>
    /// <param name="view">The ledger's view at the slot.</param>
    public static PraosState Tick(PraosState state, Slot slot, SlotClock clock, LedgerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        bool isTransitional = EraTable.HeaderShapeOf(view.Era) == HeaderShape.TransitionalPraos;
        return Tick(state, slot, clock, isTransitional ? view.ExtraEntropy : Nonce.Neutral);
    }

    private static PraosState Tick(PraosState state, Slot slot, SlotClock clock, Nonce extraEntropy)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(clock);
        EpochNo lastEpoch = state.LastSlot is Slot last ? clock.EpochOf(last) : default;
        if (clock.EpochOf(slot) <= lastEpoch)
            return state;
        return state with
        {
            EpochNonce = Nonce.Combine(
                Nonce.Combine(state.CandidateNonce, state.LastEpochBlockNonce), extraEntropy),
            LastEpochBlockNonce = state.LabNonce,
        };
    }

    /// <summary>The ticked state after a valid header.</summary>
    /// <remarks>
    /// evolving := evolving ⭒ η; candidate follows while slot + window &lt; first slot of the next epoch;
    /// lab := the header's previous hash as a nonce; the issuer's counter := the header's.
    /// </remarks>
    public static PraosState Update(
        PraosState ticked, BlockHeader header, SlotClock clock, ConsensusParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(ticked);
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(parameters);
        Nonce evolving = Nonce.Combine(ticked.EvolvingNonce, NonceOf(header));
        // In 128 bits: a slot near 2^64 is a lie, but must not overflow here.
        ulong window = parameters.CandidateWindowSlots(header.Era);
        bool isCandidate = (UInt128)header.Slot.Value + window < clock.EndOfEpoch(header.Slot);
        return ticked with
        {
            LastSlot = header.Slot,
            EvolvingNonce = evolving,
            CandidateNonce = isCandidate ? evolving : ticked.CandidateNonce,
            LabNonce = Nonce.OfPrevHash(header.PrevHash),
            OperationalCertificateCounters = ticked.OperationalCertificateCounters
                .SetItem(header.PoolId, header.OperationalCertificate.Counter),
        };
    }

    private static Nonce NonceOf(BlockHeader header) => EraTable.HeaderShapeOf(header.Era) == HeaderShape.Praos
        ? VrfRanges.NonceValue(header.VrfOutput.Span)
        : VrfRanges.TransitionalNonceValue(header.NonceVrf.Output.Span);
}
