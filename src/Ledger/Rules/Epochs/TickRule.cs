using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>TICK: what the passing of time does to the ledger, before a block of a slot is looked at.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Tick</c>; the change of era: ouroboros-consensus
/// <c>State.extendToSlot</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/03104134897f34ef6f0d3480216ab225b10fd4af/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Tick.hs
/// </remarks>
internal static class TickRule
{
    /// <summary>The state at a slot; boundaries in between are crossed one by one.</summary>
    /// <exception cref="InvariantException">The slot lies in an epoch before the state's.</exception>
    public static LedgerState Apply(LedgerState state, Slot slot, LedgerConfig config)
    {
        EpochNo epoch = config.EpochOf(slot);
        Invariant.Require(epoch >= state.Epoch, $"slot {slot} lies before the state's epoch {state.Epoch}");
        LedgerState before = state;
        while (state.Epoch < epoch)
        {
            EpochNo next = new(state.Epoch.Value + 1);
            before = EraTranslation.Translate(state, EraAt(state, next, config), config);
            state = NewEpochRule.Apply(before, next, config);
        }
        state = AdoptGenesisDelegates(state, slot);
        // The reference computes rewards from the state before the tick. It matters only where the first block of an
        // epoch comes later than 4k/f into it.
        RewardUpdate? update = RewardTiming.Next(state.RewardUpdate, before, slot, epoch, config);
        return ReferenceEquals(update, state.RewardUpdate) ? state : state with { RewardUpdate = update };
    }

    // An era starts with the epoch that the configuration names, or with the protocol version that genesis keys voted.
    private static Era EraAt(LedgerState state, EpochNo epoch, LedgerConfig config)
    {
        Era era = state.Era;
        ulong? majorVoted = UpecRule.Voted(state.Parameters, state.Utxo.Proposals, config.Shelley.UpdateQuorum)
            ?.ProtocolVersion.Major;
        while (era < Era.Conway)
        {
            Era next = era + 1;
            bool starts = config.HardForksAtEpoch.TryGetValue(next, out EpochNo from)
                ? epoch >= from
                : majorVoted >= EraTranslation.FirstMajorVersionOf(next);
            if (!starts)
                return era;
            era = next;
        }
        return era;
    }

    private static LedgerState AdoptGenesisDelegates(LedgerState state, Slot slot)
    {
        ImmutableArray<FutureGenesisDelegation> future = state.Certificates.FutureGenesisDelegates;
        if (future.IsEmpty || future[0].From > slot)
            return state;
        ImmutableSortedDictionary<Hash28, GenesisDelegation> delegates = state.Certificates.GenesisDelegates;
        int due = 0;
        for (; due < future.Length && future[due].From <= slot; due++)
            delegates = delegates.SetItem(future[due].Delegation.GenesisKeyHash, future[due].Delegation);
        return state with
        {
            Certificates = state.Certificates with
            {
                GenesisDelegates = delegates,
                FutureGenesisDelegates = future[due..],
            },
        };
    }
}
