using System.Collections.Immutable;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>What a transaction that keeps its rules changes of the UTxO state.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>updateUTxOState</c> (valid) and <c>babbageEvalScriptsTxInvalid</c> (scripts failed).
/// </remarks>
public static class UtxoTransition
{
    /// <summary>The state after the transaction.</summary>
    /// <param name="transaction">A transaction that <see cref="UtxowRule"/> accepts in this state.</param>
    /// <param name="utxo">The state before it.</param>
    /// <param name="before">The certificate state before it: deposits and refunds are told from it.</param>
    /// <param name="environment">Slot, parameters, network.</param>
    /// <param name="proposals">The proposals after it, as PPUP says.</param>
    public static UtxoState Apply(
        Transaction transaction,
        UtxoState utxo,
        CertificateState before,
        TransactionEnvironment environment,
        PpupState proposals) =>
        Apply(new TransactionContext(transaction, utxo, before, environment), proposals);

    internal static UtxoState Apply(TransactionContext context, PpupState proposals) =>
        context.Transaction.IsValid ? ApplyValid(context, proposals) : TakeCollateral(context);

    // Inputs go, outputs come; fee and deposits fill their pots.
    private static UtxoState ApplyValid(TransactionContext context, PpupState proposals)
    {
        TransactionBody body = context.Body;
        KeyValuePair<TransactionInput, TransactionOutput>[] made = new KeyValuePair<TransactionInput, TransactionOutput>[
            body.Outputs.Length];
        for (int i = 0; i < made.Length; i++)
            made[i] = Entry(context, i, body.Outputs[i]);
        UtxoState next = context.Utxo.Spend(body.Inputs.AsSpan(), made);
        return next with
        {
            Deposited = new Coin(checked(
                (ulong)(next.Deposited.Value + context.Deposits.Deposits - context.Deposits.Refunds))),
            Fees = next.Fees + body.Fee,
            Donations = next.Donations + (body.TreasuryDonation ?? Coin.Zero),
            Proposals = proposals,
        };
    }

    // A script failed: nothing of the body happens but that the collateral becomes a fee. What is returned of it takes
    // the index after the outputs that were not made.
    private static UtxoState TakeCollateral(TransactionContext context)
    {
        TransactionBody body = context.Body;
        ulong taken = 0;
        foreach (TransactionOutput? collateral in context.Collateral)
            taken = checked(taken + (collateral?.Coin.Value ?? 0));
        ImmutableArray<KeyValuePair<TransactionInput, TransactionOutput>> made = [];
        if (body.CollateralReturn is { } returned)
        {
            made = [Entry(context, body.Outputs.Length, returned)];
            taken = checked(taken - returned.Coin.Value);
        }
        UtxoState next = context.Utxo.Spend(body.CollateralInputs.AsSpan(), made.AsSpan());
        return next with { Fees = next.Fees + new Coin(taken) };
    }

    private static KeyValuePair<TransactionInput, TransactionOutput> Entry(
        TransactionContext context, int index, TransactionOutput output) =>
        new(new TransactionInput(context.Transaction.Id, checked((ushort)index)), output.DetachedCopy());
}
