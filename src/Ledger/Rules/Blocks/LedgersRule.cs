using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A transaction of a block is refused.</summary>
    public sealed record InvalidTransaction(int Index, Hash32 TransactionId, LedgerError Error) : LedgerError;
}

/// <summary>LEDGERS and LEDGER: a block's transactions, one after the other.</summary>
/// <remarks>
/// Of each: withdrawals and certificates, proposals, then the rules over outputs, which look at the certificate state
/// from before the transaction.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Ledgers</c>, <c>Cardano.Ledger.Alonzo.Rules.Ledger</c>.
/// </remarks>
internal static class LedgersRule
{
    public static (LedgerState? Next, LedgerError? Error) Apply(
        LedgerState state,
        ImmutableArray<Transaction> transactions,
        Slot slot,
        LedgerConfig config,
        WitnessObligations obligations)
    {
        for (int i = 0; i < transactions.Length; i++)
        {
            TransactionEnvironment environment = new(slot, state.Epoch, i, state.Parameters, state.Pots, config);
            (LedgerState? next, LedgerError? error) = Apply(state, transactions[i], environment, obligations);
            if (next is null)
                return (null, new LedgerError.InvalidTransaction(i, transactions[i].Id, error!));
            state = next;
        }
        return (state, null);
    }

    private static (LedgerState? Next, LedgerError? Error) Apply(
        LedgerState state, Transaction transaction, TransactionEnvironment environment, WitnessObligations obligations)
    {
        (CertificateState? certificates, LedgerError? error) = DelegsRule.Apply(
            state.Certificates, transaction, environment);
        if (certificates is null)
            return (null, error);
        (PpupState? proposals, error) = PpupRule.Apply(
            state.Utxo.Proposals,
            transaction.IsValid ? transaction.Body.Update : null,
            state.Certificates.GenesisDelegates,
            environment);
        if (proposals is null)
            return (null, error);
        TransactionContext context = new(transaction, state.Utxo, state.Certificates, environment);
        error = UtxowRule.Check(context, obligations);
        if (error is not null)
            return (null, error);
        UtxoState utxo = UtxoTransition.Apply(context, proposals);
        return (state with { Certificates = certificates, Utxo = utxo }, null);
    }
}
