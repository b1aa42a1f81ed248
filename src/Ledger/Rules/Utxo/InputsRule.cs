using System.Collections.Immutable;
using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A transaction spends nothing, so nothing makes its id unique.</summary>
    public sealed record InputSetEmpty : LedgerError;

    /// <summary>What a transaction spends, offers as collateral or looks at does not exist, or no longer.</summary>
    public sealed record BadInput(TransactionInput Input, InputRole Role) : LedgerError;
}

/// <summary>inputs ≠ ∅ and inputs ∪ collateral ∪ reference inputs ⊆ dom utxo.</summary>
/// <remarks>Spec: cardano-ledger <c>validateInputSetEmptyUTxO</c>, <c>validateBadInputsUTxO</c>.</remarks>
internal static class InputsRule
{
    public static LedgerError? CheckNotEmpty(TransactionContext context) =>
        context.Body.Inputs.IsEmpty ? new LedgerError.InputSetEmpty() : null;

    public static LedgerError? CheckExist(TransactionContext context) =>
        FirstMissing(context.Body.Inputs, context.Spent, InputRole.Spent)
        ?? FirstMissing(context.Body.CollateralInputs, context.Collateral, InputRole.Collateral)
        ?? FirstMissing(context.Body.ReferenceInputs, context.Referenced, InputRole.Referenced);

    private static LedgerError.BadInput? FirstMissing(
        ImmutableArray<TransactionInput> inputs, ReadOnlySpan<TransactionOutput?> found, InputRole role)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (found[i] is null)
                return new LedgerError.BadInput(inputs[i], role);
        }
        return null;
    }
}
