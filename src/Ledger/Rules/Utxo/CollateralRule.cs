using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A transaction with redeemers offers no collateral.</summary>
    public sealed record NoCollateralInputs : LedgerError;

    /// <summary>There are more collateral inputs than the parameters allow.</summary>
    public sealed record TooManyCollateralInputs(int Count, int CountMax) : LedgerError;

    /// <summary>A collateral input is locked by a script, which might fail when it is to be taken.</summary>
    public sealed record ScriptLockedCollateral(TransactionInput Input) : LedgerError;

    /// <summary>The collateral is below the percentage of the fee that the parameters ask.</summary>
    /// <param name="Balance">Lovelace of the collateral inputs less the return; negative when more returns.</param>
    /// <param name="Required">⌈fee · percentage / 100⌉.</param>
    public sealed record InsufficientCollateral(Int128 Balance, UInt128 Required) : LedgerError;

    /// <summary>Assets would be taken as collateral.</summary>
    public sealed record CollateralContainsNonAda(AssetBundle Assets) : LedgerError;

    /// <summary>What would be taken is not what the transaction says.</summary>
    public sealed record IncorrectTotalCollateral(Int128 Balance, Coin Declared) : LedgerError;
}

/// <summary>A transaction with redeemers can pay when its scripts fail.</summary>
/// <remarks>
/// Alonzo: every collateral input holds ada alone. Babbage: assets may stand in collateral inputs when the collateral
/// return gives all of them back; the lovelace of the return do not count.
/// Spec: cardano-ledger <c>feesOK</c> of Alonzo and Babbage, <c>collAdaBalance</c>,
/// <c>validateTooManyCollateralInputs</c>.
/// </remarks>
internal static class CollateralRule
{
    private const int Percent = 100;

    /// <summary>‖collateral‖ ≤ maxCollateralInputs, with or without redeemers.</summary>
    public static LedgerError? CheckCount(TransactionContext context)
    {
        int count = context.Body.CollateralInputs.Length;
        int max = context.Parameters.MaxCollateralInputs;
        return count > max ? new LedgerError.TooManyCollateralInputs(count, max) : null;
    }

    /// <summary>With redeemers there is collateral.</summary>
    public static LedgerError? CheckPresent(TransactionContext context) =>
        !context.Redeemers.IsEmpty && context.Body.CollateralInputs.IsEmpty
            ? new LedgerError.NoCollateralInputs()
            : null;

    /// <summary>With redeemers, keys lock every collateral input.</summary>
    public static LedgerError? CheckKeyLocked(TransactionContext context)
    {
        if (context.Redeemers.IsEmpty)
            return null;
        for (int i = 0; i < context.Collateral.Length; i++)
        {
            if (context.Collateral[i] is { } collateral && collateral.Address.Payment.IsScript)
                return new LedgerError.ScriptLockedCollateral(context.Body.CollateralInputs[i]);
        }
        return null;
    }

    /// <summary>With redeemers, balance · 100 ≥ fee · percentage.</summary>
    public static LedgerError? CheckSufficient(TransactionContext context)
    {
        if (context.Redeemers.IsEmpty)
            return null;
        Int128 balance = Balance(context);
        UInt128 percentOfFee = (UInt128)context.Body.Fee.Value * context.Parameters.CollateralPercentage;
        return balance * Percent < (Int128)percentOfFee
            ? new LedgerError.InsufficientCollateral(balance, (percentOfFee + Percent - 1) / Percent)
            : null;
    }

    /// <summary>With redeemers, no assets are taken.</summary>
    public static LedgerError? CheckAdaOnly(TransactionContext context)
    {
        if (context.Redeemers.IsEmpty)
            return null;
        bool hasAssets = context.Body.CollateralReturn is { HasAssets: true };
        foreach (TransactionOutput? collateral in context.Collateral)
            hasAssets |= collateral is { HasAssets: true };
        if (!hasAssets)
            return null;
        AssetBundle taken = AssetBundle.Empty;
        foreach (TransactionOutput? collateral in context.Collateral)
            taken = taken.Add(collateral?.Assets ?? AssetBundle.Empty);
        taken = taken.Subtract(context.Body.CollateralReturn?.Assets ?? AssetBundle.Empty);
        return taken.IsEmpty ? null : new LedgerError.CollateralContainsNonAda(taken);
    }

    /// <summary>With redeemers, the declared total is the balance.</summary>
    public static LedgerError? CheckTotal(TransactionContext context)
    {
        if (context.Redeemers.IsEmpty || context.Body.TotalCollateral is not Coin declared)
            return null;
        Int128 balance = Balance(context);
        return balance != (Int128)declared.Value ? new LedgerError.IncorrectTotalCollateral(balance, declared) : null;
    }

    private static Int128 Balance(TransactionContext context)
    {
        Int128 balance = -(Int128)(context.Body.CollateralReturn?.Coin.Value ?? 0);
        foreach (TransactionOutput? collateral in context.Collateral)
            balance += collateral?.Coin.Value ?? 0;
        return balance;
    }
}
