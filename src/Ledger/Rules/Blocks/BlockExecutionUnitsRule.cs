using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>The scripts of a block may together take more than a block may.</summary>
    public sealed record BlockExecutionUnitsTooMany(
        UInt128 Memory, UInt128 Steps, ExecutionUnits Max) : LedgerError;
}

/// <summary>The budgets of all redeemers of a block together stay within the block's; Alonzo on.</summary>
/// <remarks>Spec: cardano-ledger <c>Cardano.Ledger.Alonzo.Rules.Bbody</c> (TooManyExUnits).</remarks>
internal static class BlockExecutionUnitsRule
{
    public static LedgerError? Check(ImmutableArray<Transaction> transactions, Era era, ProtocolParameters parameters)
    {
        if (era < Era.Alonzo)
            return null;
        UInt128 memory = 0;
        UInt128 steps = 0;
        foreach (Transaction transaction in transactions)
        {
            foreach (Redeemer redeemer in transaction.Witnesses.Redeemers)
            {
                memory += redeemer.Units.Memory;
                steps += redeemer.Units.Steps;
            }
        }
        ExecutionUnits max = parameters.MaxBlockExecutionUnits;
        return memory > max.Memory || steps > max.Steps
            ? new LedgerError.BlockExecutionUnitsTooMany(memory, steps, max)
            : null;
    }
}
