using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>An output holds less lovelace than its place in the UTxO costs.</summary>
    /// <param name="Index">Its index; the collateral return's follows the outputs'.</param>
    /// <param name="Held">What it holds.</param>
    /// <param name="Minimum">What it must hold.</param>
    public sealed record OutputTooSmall(int Index, Coin Held, UInt128 Minimum) : LedgerError;
}

/// <summary>Every output holds the least lovelace that the era asks for its size.</summary>
/// <remarks>
/// Shelley, Allegra: a constant. Mary: a constant, scaled by the value's size in words. Alonzo: words of the entry ·
/// price per word. Babbage: (160 + bytes as received) · price per byte, also of the collateral return.
/// Spec: cardano-ledger <c>validateOutputTooSmallUTxO</c> of each era, <c>scaledMinDeposit</c>, <c>utxoEntrySize</c>,
/// <c>babbageMinUTxOValue</c>.
/// </remarks>
internal static class OutputMinimumRule
{
    // Bytes that an entry takes beside its output (Babbage ledger specification).
    private const int EntryOverheadBytes = 160;

    public static LedgerError? CheckConstant(TransactionContext context) =>
        Check(context, static (_, parameters) => parameters.MinUtxoValue.Value);

    public static LedgerError? CheckScaled(TransactionContext context) => Check(context, static (output, parameters) =>
    {
        UInt128 constant = parameters.MinUtxoValue.Value;
        if (!output.HasAssets)
            return constant;
        UInt128 perWord = constant / EntrySize.WordsWithoutValue;
        return UInt128.Max(constant, perWord * (uint)(EntrySize.WordsWithoutValue + EntrySize.WordsOf(output.Assets)));
    });

    public static LedgerError? CheckWords(TransactionContext context) => Check(context, static (output, parameters) =>
        (UInt128)(uint)EntrySize.WordsOf(output) * parameters.CoinsPerUtxoWord.Value);

    public static LedgerError? CheckBytes(TransactionContext context) => Check(context, static (output, parameters) =>
        (UInt128)(uint)(EntryOverheadBytes + output.Bytes.Length) * parameters.CoinsPerUtxoByte.Value);

    private static LedgerError.OutputTooSmall? Check(
        TransactionContext context, Func<TransactionOutput, ProtocolParameters, UInt128> minimumOf)
    {
        ReadOnlySpan<TransactionOutput> outputs = context.AllOutputs;
        for (int i = 0; i < outputs.Length; i++)
        {
            UInt128 minimum = minimumOf(outputs[i], context.Parameters);
            if (outputs[i].Coin.Value < minimum)
                return new LedgerError.OutputTooSmall(i, outputs[i].Coin, minimum);
        }
        return null;
    }
}
