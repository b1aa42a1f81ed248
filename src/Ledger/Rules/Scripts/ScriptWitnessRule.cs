using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A script that is needed is neither in the witnesses nor referred to.</summary>
    public sealed record MissingScriptWitness(Hash28 ScriptHash) : LedgerError;

    /// <summary>A script in the witnesses is not needed there: not at all, or since it is referred to.</summary>
    public sealed record ExtraneousScriptWitness(Hash28 ScriptHash) : LedgerError;
}

/// <summary>needed − referenced = scripts in the witnesses.</summary>
/// <remarks>
/// Before Babbage nothing is referenced, which makes this Shelley's rule.
/// Spec: cardano-ledger <c>validateMissingScripts</c>, <c>babbageMissingScripts</c>.
/// </remarks>
internal static class ScriptWitnessRule
{
    public static LedgerError? CheckMissing(TransactionContext context)
    {
        foreach (NeededScript needed in context.Scripts.Needed)
        {
            if (!context.Scripts.TryFind(needed.Hash, out _))
                return new LedgerError.MissingScriptWitness(needed.Hash);
        }
        return null;
    }

    public static LedgerError? CheckExtraneous(TransactionContext context)
    {
        foreach (Script script in context.Scripts.Witnesses)
        {
            if (!context.Scripts.IsNeeded(script.Hash) || context.Scripts.IsReferenced(script.Hash))
                return new LedgerError.ExtraneousScriptWitness(script.Hash);
        }
        return null;
    }
}
