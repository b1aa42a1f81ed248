using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>The redeemers ask for more than one transaction may use.</summary>
    public sealed record ExecutionUnitsTooBig(UInt128 Memory, UInt128 Steps, ExecutionUnits Max) : LedgerError;
}

/// <summary>Σ units of the redeemers ≤ maxTxExUnits, in memory and in steps.</summary>
/// <remarks>Spec: cardano-ledger <c>validateExUnitsTooBigUTxO</c>.</remarks>
internal static class ExecutionUnitsRule
{
    public static LedgerError? Check(TransactionContext context)
    {
        (UInt128 memory, UInt128 steps) = context.DeclaredUnits;
        ExecutionUnits max = context.Parameters.MaxTransactionExecutionUnits;
        return memory > max.Memory || steps > max.Steps
            ? new LedgerError.ExecutionUnitsTooBig(memory, steps, max)
            : null;
    }
}
