using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>What goes in is not what comes out.</summary>
    /// <param name="Consumed">Lovelace of inputs, withdrawals and refunds.</param>
    /// <param name="Produced">Lovelace of outputs, fee and deposits.</param>
    /// <param name="AssetsMissing">Assets that come out beyond inputs and mint; negative where they vanish.</param>
    public sealed record ValueNotConserved(UInt128 Consumed, UInt128 Produced, AssetBundle AssetsMissing) : LedgerError;
}

/// <summary>
/// Σ inputs + mint + withdrawals + refunds = Σ outputs + fee + deposits, in lovelace and in every asset.
/// </summary>
/// <remarks>
/// A mint cannot hold ada: its grammar has no place for it.
/// Cost: transactions without assets allocate nothing here; others one array of all their amounts.
/// Spec: cardano-ledger <c>validateValueNotConservedUTxO</c>, <c>getConsumedMaryValue</c>, <c>shelleyProducedValue</c>.
/// </remarks>
internal static class ValueConservationRule
{
    public static LedgerError? Check(TransactionContext context)
    {
        UInt128 consumed = context.Deposits.Refunds;
        foreach (TransactionOutput? spent in context.Spent)
            consumed += spent?.Coin.Value ?? 0;
        foreach (Withdrawal withdrawal in context.Body.Withdrawals)
            consumed += withdrawal.Amount.Value;

        UInt128 produced = context.Deposits.Deposits + context.Body.Fee.Value;
        foreach (TransactionOutput output in context.Body.Outputs)
            produced += output.Coin.Value;
        if (context.Body.TreasuryDonation is { } donation)
            produced += donation.Value;

        AssetBundle missing = AssetsMissing(context);
        return consumed == produced && missing.IsEmpty
            ? null
            : new LedgerError.ValueNotConserved(consumed, produced, missing);
    }

    private static AssetBundle AssetsMissing(TransactionContext context)
    {
        if (IsAdaOnly(context))
            return AssetBundle.Empty;
        List<AssetAmount> amounts = [];
        foreach (TransactionOutput output in context.Body.Outputs)
            amounts.AddRange(output.Assets.Amounts);
        AddNegated(amounts, context.Body.Mint);
        foreach (TransactionOutput? spent in context.Spent)
            AddNegated(amounts, spent?.Assets ?? AssetBundle.Empty);
        return AssetBundle.Of([.. amounts]);
    }

    private static bool IsAdaOnly(TransactionContext context)
    {
        if (!context.Body.Mint.IsEmpty)
            return false;
        foreach (TransactionOutput? spent in context.Spent)
        {
            if (spent is { HasAssets: true })
                return false;
        }
        foreach (TransactionOutput output in context.Body.Outputs)
        {
            if (output.HasAssets)
                return false;
        }
        return true;
    }

    private static void AddNegated(List<AssetAmount> amounts, AssetBundle bundle)
    {
        foreach (AssetAmount amount in bundle.Amounts)
            amounts.Add(amount with { Quantity = -amount.Quantity });
    }
}
