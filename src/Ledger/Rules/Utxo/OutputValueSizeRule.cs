using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>An output's value has too many assets: its encoding is longer than the parameters allow.</summary>
    public sealed record OutputTooBig(int Index, int SizeBytes, uint SizeBytesMax) : LedgerError;
}

/// <summary>size(encoding of the value) ≤ maxValSize for every output.</summary>
/// <remarks>
/// The reference measures its own encoding, not the received one: a bare integer without assets; otherwise an array of
/// two with maps that have definite length up to 23 entries and indefinite length above. It is computed here without
/// being made.
/// Spec: cardano-ledger <c>validateOutputTooBigUTxO</c>, <c>EncCBOR (MaryValue c)</c>, <c>encodeMap</c>.
/// </remarks>
internal static class OutputValueSizeRule
{
    // Mary's bound, before it became a parameter.
    private const uint MarySizeBytesMax = 4000;

    private const int PolicyBytes = 2 + 28;
    private const int DefiniteEntriesMax = 23;

    public static LedgerError? CheckMary(TransactionContext context) => Check(context, MarySizeBytesMax);

    public static LedgerError? Check(TransactionContext context) =>
        Check(context, context.Parameters.MaxValueSizeBytes);

    /// <summary>Bytes of the reference's encoding of a value.</summary>
    public static int SizeBytes(ulong lovelace, AssetBundle assets)
    {
        ReadOnlySpan<AssetAmount> amounts = assets.Amounts;
        int size = HeadBytes(lovelace);
        if (amounts.IsEmpty)
            return size;
        int policies = 0;
        for (int from = 0, to; from < amounts.Length; from = to)
        {
            for (to = from; to < amounts.Length && amounts[to].Policy == amounts[from].Policy; to++)
            {
                int nameLength = amounts[to].Name.Length;
                size += HeadBytes((uint)nameLength) + nameLength + HeadBytes((ulong)amounts[to].Quantity);
            }
            size += PolicyBytes + MapHeadBytes(to - from);
            policies++;
        }
        return 1 + size + MapHeadBytes(policies);
    }

    private static LedgerError.OutputTooBig? Check(TransactionContext context, uint sizeBytesMax)
    {
        ReadOnlySpan<TransactionOutput> outputs = context.AllOutputs;
        for (int i = 0; i < outputs.Length; i++)
        {
            if (!outputs[i].HasAssets)
                continue;
            int size = SizeBytes(outputs[i].Coin.Value, outputs[i].Assets);
            if (size > sizeBytesMax)
                return new LedgerError.OutputTooBig(i, size, sizeBytesMax);
        }
        return null;
    }

    private static int HeadBytes(ulong value) =>
        value < 24 ? 1 : value <= byte.MaxValue ? 2 : value <= ushort.MaxValue ? 3 : value <= uint.MaxValue ? 5 : 9;

    // Indefinite length: one byte to start and one to break.
    private static int MapHeadBytes(int entries) => entries <= DefiniteEntriesMax ? 1 : 2;
}
