using System.Numerics;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>The fee is below what the parameters ask for a transaction of this size and budget.</summary>
    public sealed record FeeTooSmall(UInt128 Minimum, Coin Declared) : LedgerError;
}

/// <summary>fee ≥ perByte · size + constant + ⌈perMemory · memory + perStep · steps⌉.</summary>
/// <remarks>Spec: cardano-ledger <c>alonzoMinFeeTx</c>, <c>txscriptfee</c>; before Alonzo without the last term.</remarks>
internal static class FeeRule
{
    public static LedgerError? Check(TransactionContext context)
    {
        UInt128 minimum = Minimum(context);
        return context.Body.Fee.Value < minimum ? new LedgerError.FeeTooSmall(minimum, context.Body.Fee) : null;
    }

    public static UInt128 Minimum(TransactionContext context)
    {
        ProtocolParameters parameters = context.Parameters;
        UInt128 bySize = checked(
            ((UInt128)parameters.MinFeePerByte.Value * (uint)context.Transaction.SizeBytes)
            + parameters.MinFeeConstant.Value);
        return context.Redeemers.IsEmpty ? bySize : checked(bySize + OfScripts(parameters.ExecutionPrices, context));
    }

    // One rounding, of the sum: ⌈a/b · memory + c/d · steps⌉ = ⌈(a·d·memory + c·b·steps) / (b·d)⌉.
    private static UInt128 OfScripts(ExecutionPrices prices, TransactionContext context)
    {
        (UInt128 memory, UInt128 steps) = context.DeclaredUnits;
        Rational perMemory = prices.PerMemory;
        Rational perStep = prices.PerStep;
        BigInteger numerator = (perMemory.Numerator * perStep.Denominator * (BigInteger)memory)
            + (perStep.Numerator * perMemory.Denominator * (BigInteger)steps);
        return (UInt128)new Rational(numerator, perMemory.Denominator * perStep.Denominator).Ceiling();
    }
}
