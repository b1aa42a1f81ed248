using PoolTopology.Crypto.Blake2;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>Redeemers, datums or cost models are not those that the body was made for.</summary>
    public sealed record ScriptDataHashMismatch(Hash32? Declared, Hash32? Computed) : LedgerError;
}

/// <summary>
/// script data hash = BLAKE2b-256(redeemers as received ‖ datums as received ‖ cost models of the languages used), and
/// none when there are none of the three.
/// </summary>
/// <remarks>
/// An empty list of datums counts as no bytes; absent redeemers as the encoding of none.
/// Spec: cardano-ledger <c>mkScriptIntegrity</c>, <c>hashScriptIntegrity</c>.
/// </remarks>
internal static class ScriptDataHashRule
{
    private const byte EmptyArray = 0x80;
    private const byte EmptyMap = 0xa0;

    public static LedgerError? Check(TransactionContext context)
    {
        Hash32? computed = Compute(context);
        Hash32? declared = context.Body.ScriptDataHash;
        return computed == declared ? null : new LedgerError.ScriptDataHashMismatch(declared, computed);
    }

    public static Hash32? Compute(TransactionContext context)
    {
        TransactionWitnesses witnesses = context.Witnesses;
        LanguageViews views = LanguageViews.Of(context);
        if (witnesses.Redeemers.IsEmpty && witnesses.Datums.IsEmpty && views.IsEmpty)
            return null;
        Blake2bHasher hasher = new(Hash32.SizeBytes);
        hasher.Append(witnesses.RedeemersBytes.IsEmpty
            ? [context.Transaction.Era >= Era.Conway ? EmptyMap : EmptyArray]
            : witnesses.RedeemersBytes.Span);
        if (!witnesses.Datums.IsEmpty)
            hasher.Append(witnesses.DatumsBytes.Span);
        hasher.Append(views.Encode(context.Parameters));
        Span<byte> hash = stackalloc byte[Hash32.SizeBytes];
        hasher.Finish(hash);
        return new Hash32(hash);
    }
}
