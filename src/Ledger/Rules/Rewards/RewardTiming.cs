using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>RUPD: when the rewards of an epoch are computed.</summary>
/// <remarks>
/// At the first tick more than ⌈4k/f⌉ slots into the epoch, by when what they depend on cannot be rolled back any more.
/// The reference spreads the work over the blocks that follow; its outcome is fixed at the start.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Rupd</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/03104134897f34ef6f0d3480216ab225b10fd4af/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Rupd.hs
/// </remarks>
internal static class RewardTiming
{
    /// <summary>The update after a tick: none yet, the one there is, or a new one.</summary>
    public static RewardUpdate? Next(
        RewardUpdate? current, LedgerState before, Slot slot, EpochNo epoch, LedgerConfig config)
    {
        Slot start = new(checked(config.FirstSlotOf(epoch).Value + config.RandomnessStabilisationWindowSlots));
        if (slot <= start)
            return null;
        return current ?? RewardCalculation.Compute(before, config);
    }
}
