using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A Plutus script that must run has no redeemer.</summary>
    public sealed record MissingRedeemer(RedeemerTag Tag, uint Index, Hash28 ScriptHash) : LedgerError;

    /// <summary>A redeemer is for nothing that a Plutus script guards.</summary>
    public sealed record ExtraRedeemer(RedeemerTag Tag, uint Index) : LedgerError;
}

/// <summary>The redeemers are exactly those of the needed Plutus scripts.</summary>
/// <remarks>
/// Pointers count sorted inputs, sorted policies, certificates as they stand, and sorted withdrawals; a certificate that
/// stands twice counts at its first place.
/// Spec: cardano-ledger <c>hasExactSetOfRedeemers</c>.
/// </remarks>
internal static class RedeemerRule
{
    public static LedgerError? Check(TransactionContext context) => (LedgerError?)Missing(context) ?? Extra(context);

    private static LedgerError.MissingRedeemer? Missing(TransactionContext context)
    {
        foreach (NeededScript needed in context.Scripts.Needed)
        {
            if (context.Scripts.TryFindPlutus(needed.Hash, out _)
                && !RedeemersByPointer.Has(context.Redeemers, needed.Tag, needed.Index))
                return new LedgerError.MissingRedeemer(needed.Tag, needed.Index, needed.Hash);
        }
        return null;
    }

    private static LedgerError.ExtraRedeemer? Extra(TransactionContext context)
    {
        foreach (Redeemer redeemer in context.Redeemers)
        {
            if (!IsNeeded(context, redeemer))
                return new LedgerError.ExtraRedeemer(redeemer.Tag, redeemer.Index);
        }
        return null;
    }

    private static bool IsNeeded(TransactionContext context, Redeemer redeemer)
    {
        foreach (NeededScript needed in context.Scripts.Needed)
        {
            if (needed.Tag == redeemer.Tag && needed.Index == redeemer.Index)
                return context.Scripts.TryFindPlutus(needed.Hash, out _);
        }
        return false;
    }
}
