using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.Rules;

/// <summary>NEWEPOCH and EPOCH: what happens between an epoch's last block and the next one's first.</summary>
/// <remarks>
/// In this order: rewards are paid; instantaneous rewards; the snapshot; pools change and retire; parameters change.
/// Who leads in the new epoch was fixed by the snapshot that was the newest before.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.NewEpoch</c>, <c>Epoch</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/09b60ce16951019652a112d872575e5af7a63b15/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/NewEpoch.hs
/// </remarks>
internal static class NewEpochRule
{
    public static LedgerState Apply(LedgerState state, EpochNo epoch, LedgerConfig config)
    {
        LedgerState paid = state.RewardUpdate is RewardUpdate update ? RewardPayment.Apply(state, update) : state;
        if (paid.Era < Era.Conway)
            paid = MirRule.Apply(paid);
        StakeSnapshots snapshots = SnapRule.Apply(paid);
        LedgerState reaped = PoolReapRule.Apply(paid, epoch);
        (ProtocolParameters parameters, PpupState proposals) = reaped.Era < Era.Conway
            ? UpecRule.Apply(reaped.Parameters, reaped.Utxo.Proposals, config.Shelley.UpdateQuorum)
            : (reaped.Parameters, reaped.Utxo.Proposals);
        LedgerState next = reaped with
        {
            Epoch = epoch,
            Snapshots = snapshots,
            Utxo = reaped.Utxo with { Proposals = proposals, Donations = Coin.Zero },
            Pots = reaped.Pots with { Treasury = reaped.Pots.Treasury + reaped.Utxo.Donations },
            PreviousParameters = reaped.Parameters,
            Parameters = parameters,
            PreviousBlocksMade = state.BlocksMade,
            BlocksMade = PersistentMap<Hash28, ulong>.Empty,
            RewardUpdate = null,
            PoolDistribution = state.Snapshots.Mark.Distribution,
        };
        RequireSameMoney(state, next);
        return next;
    }

    // Money moves between pots and is neither made nor lost.
    private static void RequireSameMoney(LedgerState before, LedgerState after)
    {
        AdaPots then = AdaPots.Of(before);
        AdaPots now = AdaPots.Of(after);
        Invariant.Require(then.Total == now.Total, $"epoch {after.Epoch}: {then} became {now}");
    }
}
