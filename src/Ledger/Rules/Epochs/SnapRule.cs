using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>SNAP: takes a snapshot of stake and moves the older ones on; keeps the fees that it will pay out of.</summary>
/// <remarks>
/// Stake of a credential = its outputs + outputs whose pointer names its registration (to Babbage) + its rewards; of
/// those that delegate.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Snap</c>, <c>snapShotFromInstantStake</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/087d29935e67b712260c69ef303338fab12b8461/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Snap.hs
/// </remarks>
internal static class SnapRule
{
    public static StakeSnapshots Apply(LedgerState state) =>
        new(Mark: Take(state), Set: state.Snapshots.Mark, Go: state.Snapshots.Set, Fees: state.Utxo.Fees);

    /// <summary>The stake as it is now.</summary>
    public static StakeSnapshot Take(LedgerState state)
    {
        UtxoStake outputs = state.Utxo.Stake;
        bool pointersCount = state.Era < Era.Conway && !outputs.ByPointer.IsEmpty;
        ImmutableArray<DelegatedStake>.Builder stakes = ImmutableArray.CreateBuilder<DelegatedStake>();
        foreach ((Credential credential, Account account) in state.Certificates.Accounts)
        {
            if (account.PoolId is not Hash28 pool)
                continue;
            Coin stake = account.Rewards + outputs.ByCredential.Find(credential, Coin.Zero);
            if (pointersCount)
                stake += outputs.ByPointer.Find(account.Registration, Coin.Zero);
            if (stake > Coin.Zero)
                stakes.Add(new DelegatedStake(credential, stake, pool));
        }
        return new StakeSnapshot(stakes.DrainToImmutable(), state.Certificates.Pools.Registered);
    }
}
