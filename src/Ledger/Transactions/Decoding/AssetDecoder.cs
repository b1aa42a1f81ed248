using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads <c>{policy: {name: quantity}}</c>.</summary>
/// <remarks>
/// Before Conway a key that stands twice keeps its last value, and zeroes and empty maps are left out; Conway refuses
/// all of them but an empty outer map.
/// Spec: cardano-ledger <c>Cardano.Ledger.Mary.Value</c>, <c>decodeMultiAsset</c>.
/// </remarks>
internal static class AssetDecoder
{
    // What the reference's compact form can hold: 44 bytes an asset and 28 a policy.
    private const int CompactSizeBytesMax = 65_535;
    private const int AssetSizeBytes = 44;
    private const int PolicySizeBytes = 28;

    // What is read before repetitions and zeroes are left out: more than fits a transaction, since each takes two bytes.
    private const int RawAmountsMax = 65_535;


    /// <summary>Reads quantities from 0 (Conway: 1) to 2^64-1, as outputs have them.</summary>
    public static AssetBundle ReadAmounts(ref CborReader reader, bool isStrict) => Read(ref reader, isStrict, false);

    /// <summary>Reads quantities from -2^63 to 2^63-1, as mints have them.</summary>
    public static AssetBundle ReadMint(ref CborReader reader, bool isStrict) => Read(ref reader, isStrict, true);

    private static AssetBundle Read(ref CborReader reader, bool isStrict, bool isMint)
    {
        int start = reader.Position;
        Collected<RawAmount> amounts = default;
        int? count = reader.ReadMapStart();
        for (int policy = 0; reader.HasNext(count, policy); policy++)
            ReadPolicy(ref reader, ref amounts, policy, isStrict, isMint);
        AssetBundle bundle = ToBundle(amounts.Elements, isStrict, start);
        RequireCompact(bundle, start);
        return bundle;
    }

    private static void ReadPolicy(
        ref CborReader reader, ref Collected<RawAmount> amounts, int place, bool isStrict, bool isMint)
    {
        Hash28 policy = reader.ReadHash28();
        int at = reader.Position;
        int? count = reader.ReadMapStart();
        int read = 0;
        for (; reader.HasNext(count, read); read++)
        {
            AssetName name = ReadName(ref reader);
            int quantityAt = reader.Position;
            Int128 quantity = isMint ? reader.ReadInt64() : reader.ReadUInt64();
            if (quantity == 0 && isStrict)
                throw new CborException(quantityAt, "a quantity", "zero");
            Add(ref amounts, new AssetAmount(policy, name, quantity), place, quantityAt);
        }
        if (read > 0)
            return;
        if (isStrict)
            throw new CborException(at, "at least one asset of a policy", "none");
        // A policy without assets counts for nothing, but it takes the place of what stood under the policy before.
        Add(ref amounts, new AssetAmount(policy, default, 0), place, at);
    }

    private static void Add(ref Collected<RawAmount> amounts, in AssetAmount amount, int place, int at)
    {
        if (amounts.Count == RawAmountsMax)
            throw new CborException(at, $"at most {RawAmountsMax} amounts", "more");
        amounts.Add(new RawAmount(amount, place, amounts.Count));
    }

    private static AssetName ReadName(ref CborReader reader)
    {
        int at = reader.Position;
        ReadOnlySpan<byte> name = reader.ReadBytes();
        return name.Length <= AssetName.SizeBytesMax
            ? new AssetName(name)
            : throw new CborException(at, $"an asset name of at most {AssetName.SizeBytesMax} bytes", $"{name.Length}");
    }

    private static AssetBundle ToBundle(Span<RawAmount> amounts, bool isStrict, int at)
    {
        if (amounts.IsEmpty)
            return AssetBundle.Empty;
        int kept = IsCanonical(amounts) ? amounts.Length : KeepLast(amounts, isStrict, at);
        if (kept == 0)
            return AssetBundle.Empty;
        AssetAmount[] bundle = new AssetAmount[kept];
        for (int i = 0; i < kept; i++)
            bundle[i] = amounts[i].Amount;
        return new AssetBundle(bundle);
    }

    // Sorted, nothing twice, no zeroes: as wallets write them.
    private static bool IsCanonical(ReadOnlySpan<RawAmount> amounts)
    {
        for (int i = 0; i < amounts.Length; i++)
        {
            if (amounts[i].Amount.Quantity == 0)
                return false;
            if (i > 0 && !IsAscending(amounts[i - 1], amounts[i]))
                return false;
        }
        return true;
    }

    // A policy may go on, but not start again.
    private static bool IsAscending(in RawAmount before, in RawAmount after) => before.Policy == after.Policy
        ? before.Amount.Name < after.Amount.Name
        : before.Amount.Policy < after.Amount.Policy;

    // From the end, where the last occurrence of each policy and name stands.
    private static int KeepLast(Span<RawAmount> amounts, bool isStrict, int at)
    {
        amounts.Sort();
        int kept = amounts.Length;
        RawAmount? later = null;
        for (int i = amounts.Length - 1; i >= 0; i--)
        {
            RawAmount amount = amounts[i];
            bool isRepeated = later is RawAmount of && of.Amount.Policy == amount.Amount.Policy
                && (of.Policy != amount.Policy || of.Amount.Name == amount.Amount.Name);
            if (isRepeated && isStrict)
                throw new CborException(at, "each asset once", "one of them again");
            if (isRepeated)
                continue;
            later = amount;
            if (amount.Amount.Quantity != 0)
                amounts[--kept] = amount;
        }
        amounts[kept..].CopyTo(amounts);
        return amounts.Length - kept;
    }

    private static void RequireCompact(AssetBundle bundle, int at)
    {
        if ((AssetSizeBytes + PolicySizeBytes) * bundle.Count <= CompactSizeBytesMax)
            return;
        long size = ((long)AssetSizeBytes * bundle.Count) + ((long)PolicySizeBytes * bundle.Policies.Length);
        if (size > CompactSizeBytesMax)
            throw new CborException(at, $"assets that fit {CompactSizeBytesMax} bytes", $"assets that take {size}");
    }
}
