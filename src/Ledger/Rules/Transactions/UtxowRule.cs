using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>The rules of the transaction's era are not written.</summary>
    public sealed record TransactionEraNotSupported(Era Era) : LedgerError;
}

/// <summary>May a transaction be made: all rules of one transaction but those of its certificates and proposals.</summary>
/// <remarks>
/// Signatures are not verified here but become obligations. Plutus scripts are not run at all: the validity tag is
/// taken, and the transaction is counted with the obligations as one whose scripts were not evaluated.
/// Cost: no encoding and, beyond the script data hash, no hashing.
/// </remarks>
public static class UtxowRule
{
    /// <summary>Says why the transaction may not be made, or null and what is still owed.</summary>
    /// <param name="transaction">The transaction, of the ledger's era.</param>
    /// <param name="utxo">The state before it.</param>
    /// <param name="before">The certificate state before it, also before its own certificates.</param>
    /// <param name="environment">Slot, parameters, network.</param>
    /// <param name="obligations">Where its signatures go when every rule is kept; else nothing is added.</param>
    public static LedgerError? Check(
        Transaction transaction,
        UtxoState utxo,
        CertificateState before,
        TransactionEnvironment environment,
        WitnessObligations obligations) =>
        Check(new TransactionContext(transaction, utxo, before, environment), obligations);

    /// <summary>All refusals, not the first alone: what a person who submits a transaction wants to read.</summary>
    public static ImmutableArray<LedgerError> CheckAll(
        Transaction transaction, UtxoState utxo, CertificateState before, TransactionEnvironment environment)
    {
        TransactionContext context = new(transaction, utxo, before, environment);
        ImmutableArray<LedgerError>.Builder errors = ImmutableArray.CreateBuilder<LedgerError>();
        foreach (TransactionRule rule in TransactionRules.Of(transaction.Era))
        {
            if (rule(context) is { } error)
                errors.Add(error);
        }
        return errors.DrainToImmutable();
    }

    internal static LedgerError? Check(TransactionContext context, WitnessObligations obligations)
    {
        ReadOnlySpan<TransactionRule> rules = TransactionRules.Of(context.Transaction.Era);
        if (rules.IsEmpty)
            return new LedgerError.TransactionEraNotSupported(context.Transaction.Era);
        foreach (TransactionRule rule in rules)
        {
            if (rule(context) is { } error)
                return error;
        }
        obligations.AddFrom(context);
        return null;
    }
}
