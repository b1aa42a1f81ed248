using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Consensus.Headers;

/// <summary>The rules of TPraos (Shelley to Alonzo) that need no proof.</summary>
/// <remarks>
/// In a slot of the overlay schedule a genesis delegate leads, in any other a stake pool, as in Praos.
/// The leader rule comes last: <see cref="HeaderValidator"/> relies on it.
/// </remarks>
internal static class TransitionalPraosRules
{
    public static HeaderError? Check(
        BlockHeader header,
        LedgerView view,
        StakeDistribution stake,
        PraosState ticked,
        ConsensusParameters parameters,
        SlotClock clock)
    {
        HeaderError? error = KesPeriodRule.Check(header, parameters)
            ?? TransitionalCertificateCounterRule.Check(header, ticked, view, stake);
        if (error is not null)
            return error;
        OverlaySlot? overlay = OverlaySchedule.Find(
            header.Slot,
            clock.FirstSlotOf(clock.EpochOf(header.Slot)),
            view.Decentralisation,
            parameters.ActiveSlotCoefficient,
            view.GenesisKeyHashes);
        return overlay is OverlaySlot slot
            ? OverlayRule.Check(header, slot, view)
            : VrfKeyRule.Check(header, stake) ?? LeaderRule.CheckTransitional(header, view, parameters);
    }
}
