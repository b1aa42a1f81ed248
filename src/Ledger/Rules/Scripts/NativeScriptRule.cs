using System.Collections.Immutable;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A native script that is needed is not satisfied.</summary>
    public sealed record NativeScriptFailed(Hash28 ScriptHash) : LedgerError;
}

/// <summary>Every native script that is needed is satisfied by the key witnesses and the validity interval.</summary>
/// <remarks>
/// A time lock asks about the interval, not about the slot: a transaction without the bound never satisfies it.
/// Bootstrap witnesses do not count.
/// Spec: cardano-ledger <c>validateFailedBabbageScripts</c>, <c>evalTimelock</c>.
/// </remarks>
internal static class NativeScriptRule
{
    public static LedgerError? Check(TransactionContext context)
    {
        foreach (NeededScript needed in context.Scripts.Needed)
        {
            if (context.Scripts.TryFind(needed.Hash, out Script? script)
                && script.Native is { } native
                && !IsSatisfied(native, context))
                return new LedgerError.NativeScriptFailed(needed.Hash);
        }
        return null;
    }

    public static bool IsSatisfied(NativeScript script, TransactionContext context) => script switch
    {
        NativeScript.Signature it => context.HasVKey(it.KeyHash),
        NativeScript.All it => IsAtLeast(it.Scripts.Length, it.Scripts, context),
        NativeScript.Any it => IsAtLeast(1, it.Scripts, context),
        NativeScript.AtLeast it => IsAtLeast(it.Count, it.Scripts, context),
        NativeScript.InvalidBefore it => context.Body.ValidFrom is Slot from && it.Slot <= from,
        NativeScript.InvalidHereafter it => context.Body.ValidTo is Slot to && to <= it.Slot,
        _ => false,
    };

    // Ends as soon as enough are satisfied, or too few are left.
    private static bool IsAtLeast(long count, ImmutableArray<NativeScript> scripts, TransactionContext context)
    {
        for (int i = 0; count > 0 && count <= scripts.Length - i; i++)
        {
            if (IsSatisfied(scripts[i], context))
                count--;
        }
        return count <= 0;
    }
}
