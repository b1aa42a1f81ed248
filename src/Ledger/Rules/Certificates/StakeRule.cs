using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A stake credential is registered already.</summary>
    public sealed record StakeAlreadyRegistered(Credential Credential) : LedgerError;

    /// <summary>A stake credential is to be deregistered or to delegate, but is not registered.</summary>
    public sealed record StakeNotRegistered(Credential Credential) : LedgerError;

    /// <summary>A stake credential cannot be deregistered while its account holds rewards.</summary>
    public sealed record StakeHoldsRewards(Credential Credential, Coin Rewards) : LedgerError;

    /// <summary>Stake is to be delegated to a pool that is not registered.</summary>
    public sealed record DelegationToUnknownPool(Credential Credential, Hash28 PoolId) : LedgerError;
}

/// <summary>DELEG: stake credentials register, deregister, delegate.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Deleg</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/00e24043e32ae601aa4bc95042b0026731989fe1/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Deleg.hs
/// </remarks>
internal static class StakeRule
{
    public static (CertificateState? Next, LedgerError? Error) Register(
        CertificateState state, Credential credential, ChainPointer pointer, Coin deposit) =>
        state.Accounts.Contains(credential)
            ? (null, new LedgerError.StakeAlreadyRegistered(credential))
            : (With(state, credential, new Account(Coin.Zero, deposit, null, pointer)), null);

    public static (CertificateState? Next, LedgerError? Error) Deregister(CertificateState state, Credential credential)
    {
        if (!state.Accounts.TryFind(credential, out Account? account))
            return (null, new LedgerError.StakeNotRegistered(credential));
        return account.Rewards > Coin.Zero
            ? (null, new LedgerError.StakeHoldsRewards(credential, account.Rewards))
            : (state with { Accounts = state.Accounts.Remove(credential) }, null);
    }

    public static (CertificateState? Next, LedgerError? Error) Delegate(
        CertificateState state, Credential credential, Hash28 poolId)
    {
        if (!state.Pools.Registered.Contains(poolId))
            return (null, new LedgerError.DelegationToUnknownPool(credential, poolId));
        return state.Accounts.TryFind(credential, out Account? account)
            ? (With(state, credential, account with { PoolId = poolId }), null)
            : (null, new LedgerError.StakeNotRegistered(credential));
    }

    private static CertificateState With(CertificateState state, Credential credential, Account account) =>
        state with { Accounts = state.Accounts.Set(credential, account) };
}
