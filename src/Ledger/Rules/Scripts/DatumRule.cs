using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A Plutus script locks an input that carries no datum, so that nothing can unlock it.</summary>
    public sealed record UnspendableWithoutDatum(TransactionInput Input) : LedgerError;

    /// <summary>The datum of an input that a Plutus script locks is not in the witnesses.</summary>
    public sealed record MissingRequiredDatum(Hash32 DatumHash) : LedgerError;

    /// <summary>A datum in the witnesses is named by no input, output or reference input.</summary>
    public sealed record NotAllowedSupplementalDatum(Hash32 DatumHash) : LedgerError;
}

/// <summary>The witnesses hold the datums that scripts need, and no others but those that outputs name.</summary>
/// <remarks>Spec: cardano-ledger <c>missingRequiredDatums</c>, <c>getInputDataHashesTxBody</c>,
/// <c>getBabbageSupplementalDataHashes</c>.</remarks>
internal static class DatumRule
{
    public static LedgerError? CheckSpendable(TransactionContext context)
    {
        for (int i = 0; i < context.Spent.Length; i++)
        {
            if (IsLockedByPlutus(context, i) && context.Spent[i] is { HasInlineDatum: false, DatumHash: null })
                return new LedgerError.UnspendableWithoutDatum(context.Body.Inputs[i]);
        }
        return null;
    }

    public static LedgerError? CheckRequired(TransactionContext context)
    {
        for (int i = 0; i < context.Spent.Length; i++)
        {
            if (IsLockedByPlutus(context, i)
                && context.Spent[i]?.DatumHash is Hash32 required
                && !HasWitness(context, required))
                return new LedgerError.MissingRequiredDatum(required);
        }
        return null;
    }

    public static LedgerError? CheckSupplemental(TransactionContext context)
    {
        foreach (DatumWitness datum in context.Witnesses.Datums)
        {
            if (!IsRequired(context, datum.Hash) && !IsNamed(context, datum.Hash))
                return new LedgerError.NotAllowedSupplementalDatum(datum.Hash);
        }
        return null;
    }

    private static bool IsLockedByPlutus(TransactionContext context, int index)
    {
        if (context.Spent[index] is null)
            return false;
        Credential payment = context.SpentAddress(index).Payment;
        return payment.IsScript && context.Scripts.TryFindPlutus(payment.Hash, out _);
    }

    private static bool HasWitness(TransactionContext context, Hash32 hash)
    {
        foreach (DatumWitness datum in context.Witnesses.Datums)
        {
            if (datum.Hash == hash)
                return true;
        }
        return false;
    }

    private static bool IsRequired(TransactionContext context, Hash32 hash)
    {
        for (int i = 0; i < context.Spent.Length; i++)
        {
            if (context.Spent[i]?.DatumHash == hash && IsLockedByPlutus(context, i))
                return true;
        }
        return false;
    }

    private static bool IsNamed(TransactionContext context, Hash32 hash)
    {
        foreach (TransactionOutput output in context.AllOutputs)
        {
            if (output.DatumHash == hash)
                return true;
        }
        foreach (TransactionOutput? referenced in context.Referenced)
        {
            if (referenced?.DatumHash == hash)
                return true;
        }
        return false;
    }
}
