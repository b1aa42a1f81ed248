using System.Collections.Immutable;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A withdrawal from an account that is not registered, or on another network.</summary>
    public sealed record WithdrawalFromUnknownAccount(RewardAccount Account) : LedgerError;

    /// <summary>A withdrawal takes not exactly what the account holds.</summary>
    public sealed record WithdrawalNotOfBalance(RewardAccount Account, Coin Withdrawn, Coin Balance) : LedgerError;
}

/// <summary>A withdrawal empties its account.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Delegs</c> (WithdrawalsNotInRewardsDELEGS).
/// https://github.com/IntersectMBO/cardano-ledger/blob/00e24043e32ae601aa4bc95042b0026731989fe1/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Delegs.hs
/// </remarks>
internal static class WithdrawalsRule
{
    public static (PersistentMap<Credential, Account>? Next, LedgerError? Error) Apply(
        PersistentMap<Credential, Account> accounts,
        ImmutableArray<Withdrawal> withdrawals,
        TransactionEnvironment environment)
    {
        if (withdrawals.IsEmpty)
            return (accounts, null);
        PersistentMapBuilder<Credential, Account> emptied = accounts.ToBuilder();
        foreach (Withdrawal withdrawal in withdrawals)
        {
            RewardAccount from = withdrawal.Account;
            if (from.Network != environment.Config.Shelley.NetworkId
                || !accounts.TryFind(from.Credential, out Account? account))
                return (null, new LedgerError.WithdrawalFromUnknownAccount(from));
            if (account.Rewards != withdrawal.Amount)
                return (null, new LedgerError.WithdrawalNotOfBalance(from, withdrawal.Amount, account.Rewards));
            emptied.Set(from.Credential, account with { Rewards = Coin.Zero });
        }
        return (emptied.ToMap(), null);
    }
}
