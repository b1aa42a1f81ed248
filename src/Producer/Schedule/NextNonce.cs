using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Schedule;

/// <summary>The nonce of the epoch that comes, once no further block changes it.</summary>
internal static class NextNonce
{
    /// <summary>The nonce; null while blocks still change it.</summary>
    /// <remarks>
    /// candidate ⭒ last epoch's block nonce. The candidate stands still from the first slot s of which
    /// s + window ≥ first slot of the next epoch. That the tip has passed s says that it is the chain's own word; a
    /// rollback behind s gives another nonce, and whoever asks again hears of it.
    /// </remarks>
    public static Nonce? Of(ChainState state, Slot now, ConsensusConfig config)
    {
        if (state.PraosState.LastSlot is not { } last || config.Clock.EpochOf(last) != config.Clock.EpochOf(now))
            return null;
        UInt128 end = config.Clock.EndOfEpoch(now);
        if ((UInt128)last.Value + config.Parameters.CandidateWindowSlots(state.Era) < end)
            return null;
        return SlotLeadership.NonceAt(state, new Slot((ulong)end), config);
    }
}
