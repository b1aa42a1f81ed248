namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>The transaction is larger than the parameters allow.</summary>
    public sealed record TransactionTooBig(int SizeBytes, uint SizeBytesMax) : LedgerError;
}

/// <summary>size ≤ maxTxSize, of the bytes as received and without the validity tag.</summary>
/// <remarks>Spec: cardano-ledger <c>validateMaxTxSizeUTxO</c>.</remarks>
internal static class TransactionSizeRule
{
    public static LedgerError? Check(TransactionContext context)
    {
        int size = context.Transaction.SizeBytes;
        uint max = context.Parameters.MaxTransactionSizeBytes;
        return size > max ? new LedgerError.TransactionTooBig(size, max) : null;
    }
}
