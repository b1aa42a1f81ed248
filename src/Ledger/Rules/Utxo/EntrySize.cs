using PoolTopology.Ledger.Transactions;

namespace PoolTopology.Ledger.Rules;

/// <summary>How large Mary and Alonzo estimate an entry of the UTxO.</summary>
/// <remarks>
/// Units: words of eight bytes. An estimate of the reference's memory at the time, and consensus ever since.
/// Spec: cardano-ledger <c>utxoEntrySize</c> (Alonzo), <c>size</c> and <c>representationSize</c> (Mary's value).
/// </remarks>
internal static class EntrySize
{
    /// <summary>Words of an entry without its value: 6 + 14 + 7.</summary>
    public const int WordsWithoutValue = 27;

    private const int WordBytes = 8;
    private const int AdaOnlyWords = 2;
    private const int DatumHashWords = 10;

    // Words beside the representation: 4, one for the lovelace, one for the count of assets.
    private const int AssetsOverheadWords = 6;

    // Bytes of an asset in the representation: quantity 8, offsets of policy and name 2 each.
    private const int AssetBytes = 12;
    private const int PolicyBytes = 28;

    /// <summary>Words of an output's entry, as Alonzo counts.</summary>
    public static int WordsOf(TransactionOutput output) =>
        WordsWithoutValue
        + (output.HasAssets ? WordsOf(output.Assets) : AdaOnlyWords)
        + (output.DatumHash is null ? 0 : DatumHashWords);

    /// <summary>Words of a value with assets: policies and names count once each.</summary>
    public static int WordsOf(AssetBundle assets)
    {
        ReadOnlySpan<AssetAmount> amounts = assets.Amounts;
        if (amounts.IsEmpty)
            return AdaOnlyWords;
        int bytes = amounts.Length * AssetBytes;
        HashSet<AssetName> names = new(amounts.Length);
        for (int i = 0; i < amounts.Length; i++)
        {
            if (i == 0 || amounts[i].Policy != amounts[i - 1].Policy)
                bytes += PolicyBytes;
            if (names.Add(amounts[i].Name))
                bytes += amounts[i].Name.Length;
        }
        return AssetsOverheadWords + ((bytes + WordBytes - 1) / WordBytes);
    }
}
