using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A transaction cannot be shown to one of its scripts, in whose language it cannot be said.</summary>
    public sealed record UntranslatableForScript(ScriptLanguage Language, ScriptContextObstacle Obstacle) : LedgerError;
}

/// <summary>The transaction can be said in the languages of its scripts.</summary>
/// <remarks>
/// Plutus V1 knows no reference inputs, inline datums or reference scripts, neither in spent outputs nor in those that
/// are made; none of the languages knows Byron addresses. Alonzo left Byron outputs out of what it showed instead.
/// Spec: cardano-ledger <c>BabbageContextError</c>, <c>babbageTxInfoV1</c>, <c>babbageTxInfoV2</c>.
/// </remarks>
internal static class ScriptContextRule
{
    public static LedgerError? Check(TransactionContext context)
    {
        if (context.Scripts.Needed.Count == 0)
            return null;
        LanguageViews languages = LanguageViews.Of(context);
        if (languages.HasV1 && ObstacleForV1(context) is ScriptContextObstacle obstacle)
            return new LedgerError.UntranslatableForScript(ScriptLanguage.PlutusV1, obstacle);
        if (languages.HasV2 && HasByronAddress(context, context.Referenced))
            return new LedgerError.UntranslatableForScript(ScriptLanguage.PlutusV2, ScriptContextObstacle.ByronAddress);
        return null;
    }

    private static ScriptContextObstacle? ObstacleForV1(TransactionContext context)
    {
        if (!context.Body.ReferenceInputs.IsEmpty)
            return ScriptContextObstacle.ReferenceInput;
        foreach (TransactionOutput? output in context.Spent)
        {
            if (ObstacleForV1(output) is ScriptContextObstacle obstacle)
                return obstacle;
        }
        foreach (TransactionOutput output in context.Body.Outputs)
        {
            if (ObstacleForV1(output) is ScriptContextObstacle obstacle)
                return obstacle;
        }
        return HasByronAddress(context, []) ? ScriptContextObstacle.ByronAddress : null;
    }

    private static ScriptContextObstacle? ObstacleForV1(TransactionOutput? output) => output switch
    {
        { HasInlineDatum: true } => ScriptContextObstacle.InlineDatum,
        { ReferenceScript: not null } => ScriptContextObstacle.ReferenceScript,
        _ => null,
    };

    private static bool HasByronAddress(TransactionContext context, ReadOnlySpan<TransactionOutput?> referenced)
    {
        for (int i = 0; i < context.Spent.Length; i++)
        {
            if (context.Spent[i] is not null && context.SpentAddress(i).Kind == AddressKind.Byron)
                return true;
        }
        for (int i = 0; i < context.Body.Outputs.Length; i++)
        {
            if (context.OutputAddress(i).Kind == AddressKind.Byron)
                return true;
        }
        foreach (TransactionOutput? output in referenced)
        {
            if (output is not null && output.Address.Kind == AddressKind.Byron)
                return true;
        }
        return false;
    }
}
