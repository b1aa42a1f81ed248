using System.Collections.Immutable;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives;
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

    // Without recursion: a script may be nested deeper than a thread's stack reaches.
    public static bool IsSatisfied(NativeScript script, TransactionContext context)
    {
        Stack<OpenGroup> open = [];
        while (true)
        {
            bool? verdict = VerdictOf(script, context);
            if (verdict is null)
                open.Push(OpenGroup.Of(script));
            while (true)
            {
                if (verdict is bool known)
                {
                    if (!open.TryPeek(out OpenGroup? around))
                        return known;
                    around.Take(known);
                }
                verdict = open.Peek().Verdict;
                if (verdict is null)
                    break;
                open.Pop();
            }
            script = open.Peek().Next;
        }
    }

    // Null for a group, which depends on the scripts in it.
    private static bool? VerdictOf(NativeScript script, TransactionContext context) => script switch
    {
        NativeScript.Signature it => context.HasVKey(it.KeyHash),
        NativeScript.InvalidBefore it => context.Body.ValidFrom is Slot from && it.Slot <= from,
        NativeScript.InvalidHereafter it => context.Body.ValidTo is Slot to && to <= it.Slot,
        _ => null,
    };

    /// <summary>Scripts of which so many must be satisfied; decided as soon as enough are, or too few are left.</summary>
    private sealed class OpenGroup(long needed, ImmutableArray<NativeScript> scripts)
    {
        private long _needed = needed;
        private int _taken;

        public bool? Verdict => _needed <= 0 ? true : _needed > scripts.Length - _taken ? false : null;

        public NativeScript Next => scripts[_taken];

        public static OpenGroup Of(NativeScript script) => script switch
        {
            NativeScript.All it => new OpenGroup(it.Scripts.Length, it.Scripts),
            NativeScript.Any it => new OpenGroup(1, it.Scripts),
            NativeScript.AtLeast it => new OpenGroup(it.Count, it.Scripts),
            _ => throw new InvariantException($"{script.GetType().Name} is no group of scripts"),
        };

        public void Take(bool isSatisfied)
        {
            _taken++;
            _needed -= isSatisfied ? 1 : 0;
        }
    }
}
