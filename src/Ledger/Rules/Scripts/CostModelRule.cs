using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A script is in a language that the parameters have no cost model for.</summary>
    public sealed record NoCostModel(ScriptLanguage Language) : LedgerError;
}

/// <summary>There is a cost model for every language used.</summary>
/// <remarks>Spec: cardano-ledger <c>CollectErrors [NoCostModel]</c>.</remarks>
internal static class CostModelRule
{
    public static LedgerError? Check(TransactionContext context)
    {
        foreach (NeededScript needed in context.Scripts.Needed)
        {
            if (context.Scripts.TryFindPlutus(needed.Hash, out Script? script)
                && context.Parameters.CostModelOf((byte)(script.Language - ScriptLanguage.PlutusV1)) is null)
                return new LedgerError.NoCostModel(script.Language);
        }
        return null;
    }
}
