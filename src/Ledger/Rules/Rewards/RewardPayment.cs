using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.Rules;

/// <summary>Pays the rewards of an epoch at its end.</summary>
/// <remarks>
/// Rewards of credentials that are no longer registered go to the treasury.
/// Spec: cardano-ledger <c>applyRUpd</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/021aa9be6cd5e6f13e30f0286bfd0db87222e651/eras/shelley/impl/src/Cardano/Ledger/Shelley/LedgerState/IncrementalStake.hs
/// </remarks>
internal static class RewardPayment
{
    public static LedgerState Apply(LedgerState state, RewardUpdate update)
    {
        ProtocolVersion version = state.PreviousParameters.ProtocolVersion;
        PersistentMapBuilder<Credential, Account> accounts = state.Certificates.Accounts.ToBuilder();
        Coin unclaimed = Coin.Zero;
        Coin delivered = Coin.Zero;
        foreach ((Credential credential, Coin amount) in RewardSum.ByCredential(update.Rewards, version))
        {
            delivered += amount;
            if (accounts.TryFind(credential, out Account? account))
                accounts.Set(credential, account with { Rewards = account.Rewards + amount });
            else
                unclaimed += amount;
        }
        Int128 given = (Int128)update.ReservesLoss + update.Fees.Value;
        Invariant.Require(
            given == (Int128)update.TreasuryGain.Value + delivered.Value,
            $"rewards: {given} lovelace given, {update.TreasuryGain} to the treasury and {delivered} to accounts");
        return state with
        {
            Certificates = state.Certificates with { Accounts = accounts.ToMap() },
            Utxo = state.Utxo with { Fees = state.Utxo.Fees - update.Fees },
            Pots = new AccountPots(
                state.Pots.Treasury + update.TreasuryGain + unclaimed,
                new Coin(checked((ulong)((Int128)state.Pots.Reserves.Value - update.ReservesLoss)))),
        };
    }
}
