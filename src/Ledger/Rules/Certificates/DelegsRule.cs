using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A certificate that this ledger cannot judge yet: those of governance.</summary>
    public sealed record CertificateNotSupported(Certificate Certificate) : LedgerError;
}

/// <summary>DELEGS and DELPL: withdrawals, then certificates in their order, each by the rule of its kind.</summary>
/// <remarks>
/// Of a transaction whose scripts failed nothing is applied. To Babbage.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Delegs</c>, <c>Delpl</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/00e24043e32ae601aa4bc95042b0026731989fe1/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Delegs.hs
/// </remarks>
public static class DelegsRule
{
    /// <summary>The state after a transaction's withdrawals and certificates, or why there is none.</summary>
    public static (CertificateState? Next, LedgerError? Error) Apply(
        CertificateState state, Transaction transaction, TransactionEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(environment);
        if (!transaction.IsValid)
            return (state, null);
        (PersistentMap<Credential, Account>? accounts, LedgerError? error) = WithdrawalsRule.Apply(
            state.Accounts, transaction.Body.Withdrawals, environment);
        if (accounts is null)
            return (null, error);
        CertificateState next = ReferenceEquals(accounts, state.Accounts) ? state : state with { Accounts = accounts };
        for (int i = 0; i < transaction.Body.Certificates.Length; i++)
        {
            ChainPointer pointer = new(
                environment.Slot.Value, (ulong)environment.TransactionIndex, (ulong)i);
            (CertificateState? changed, error) = Apply(next, transaction.Body.Certificates[i], pointer, environment);
            if (changed is null)
                return (null, error);
            next = changed;
        }
        return (next, null);
    }

    private static (CertificateState? Next, LedgerError? Error) Apply(
        CertificateState state, Certificate certificate, ChainPointer pointer, TransactionEnvironment environment) =>
        certificate switch
        {
            Certificate.RegisterStake register => StakeRule.Register(
                state, register.Credential, pointer, environment.Parameters.KeyDeposit),
            Certificate.DeregisterStake deregister => StakeRule.Deregister(state, deregister.Credential),
            Certificate.DelegateStake delegated => StakeRule.Delegate(state, delegated.Credential, delegated.PoolId),
            Certificate.RegisterPool register => PoolRule.Register(state, register.Parameters, environment),
            Certificate.RetirePool retire => PoolRule.Retire(state, retire.PoolId, retire.Epoch, environment),
            Certificate.DelegateGenesis delegated => GenesisDelegationRule.Apply(state, delegated, environment),
            Certificate.MoveInstantaneousRewards move => InstantaneousRewardsRule.Reward(state, move, environment),
            Certificate.MoveBetweenPots move => InstantaneousRewardsRule.Exchange(state, move, environment),
            _ => (null, new LedgerError.CertificateNotSupported(certificate)),
        };
}
