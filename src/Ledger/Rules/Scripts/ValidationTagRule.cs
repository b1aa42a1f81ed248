using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A transaction is said to fail its scripts but has none that could fail.</summary>
    public sealed record ValidationTagMismatch(Hash32 TransactionId) : LedgerError;
}

/// <summary>A transaction whose tag says that a script failed has a Plutus script to run.</summary>
/// <remarks>
/// This much of the tag can be told without running scripts; whether a script that is there fails is not checked.
/// Spec: cardano-ledger <c>ValidationTagMismatch … PassedUnexpectedly</c>.
/// </remarks>
internal static class ValidationTagRule
{
    public static LedgerError? Check(TransactionContext context) =>
        context.Transaction.IsValid || context.Scripts.CountPlutusRuns() > 0
            ? null
            : new LedgerError.ValidationTagMismatch(context.Transaction.Id);
}
