using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Quantities of native assets.</summary>
/// <remarks>
/// Invariant: sorted by policy, then name, each at most once, no quantity zero; so equal bundles have equal parts.
/// Cost: sums and comparisons are one walk over both sides.
/// </remarks>
public sealed class AssetBundle : IEquatable<AssetBundle>
{
    private readonly AssetAmount[] _amounts;

    // The array is given up by the caller and keeps the invariant.
    internal AssetBundle(AssetAmount[] amounts) => _amounts = amounts;

    /// <summary>No assets.</summary>
    public static AssetBundle Empty { get; } = new([]);

    /// <summary>A bundle of amounts in any order; amounts of the same asset are added, zeroes left out.</summary>
    public static AssetBundle Of(params ReadOnlySpan<AssetAmount> amounts) => Normalise(amounts.ToArray());

    /// <summary>The amounts in order.</summary>
    public ReadOnlySpan<AssetAmount> Amounts => _amounts;

    /// <summary>How many assets there are.</summary>
    public int Count => _amounts.Length;

    /// <summary>There are none.</summary>
    public bool IsEmpty => _amounts.Length == 0;

    /// <summary>The policies in order, each once.</summary>
    public ImmutableArray<Hash28> Policies
    {
        get
        {
            ImmutableArray<Hash28>.Builder policies = ImmutableArray.CreateBuilder<Hash28>();
            for (int i = 0; i < _amounts.Length; i++)
            {
                if (i == 0 || _amounts[i].Policy != _amounts[i - 1].Policy)
                    policies.Add(_amounts[i].Policy);
            }
            return policies.DrainToImmutable();
        }
    }

    /// <summary>How much there is of an asset; 0 when it is not there.</summary>
    public Int128 QuantityOf(Hash28 policy, AssetName name)
    {
        int from = 0;
        int to = _amounts.Length;
        while (from < to)
        {
            int middle = (from + to) >>> 1;
            int order = CompareAsset(_amounts[middle], policy, name);
            if (order == 0)
                return _amounts[middle].Quantity;
            if (order < 0)
                from = middle + 1;
            else
                to = middle;
        }
        return Int128.Zero;
    }

    /// <summary>The sum.</summary>
    /// <exception cref="OverflowException">A quantity leaves 128 bits.</exception>
    public AssetBundle Add(AssetBundle other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.IsEmpty)
            return this;
        return IsEmpty ? other : Merge(other, isSubtraction: false);
    }

    /// <summary>The difference.</summary>
    /// <exception cref="OverflowException">A quantity leaves 128 bits.</exception>
    public AssetBundle Subtract(AssetBundle other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.IsEmpty ? this : Merge(other, isSubtraction: true);
    }

    /// <summary>No quantity is greater here than there, counting what is absent as zero.</summary>
    public bool IsPointwiseAtMost(AssetBundle other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (AssetAmount amount in Subtract(other)._amounts)
        {
            if (amount.Quantity > 0)
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(AssetBundle? other) => other is not null && _amounts.AsSpan().SequenceEqual(other._amounts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AssetBundle);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (AssetAmount amount in _amounts)
            hash.Add(amount);
        return hash.ToHashCode();
    }

    /// <summary>The amounts, for people to read.</summary>
    public override string ToString() =>
        string.Join(" + ", _amounts.Select(amount => $"{amount.Quantity} {amount.Policy}.{amount.Name}"));

    internal static int CompareAsset(in AssetAmount amount, Hash28 policy, AssetName name)
    {
        int order = amount.Policy.CompareTo(policy);
        return order != 0 ? order : amount.Name.CompareTo(name);
    }

    // Takes the array: sorts it, adds what stands twice and drops zeroes, all in place where nothing changes.
    internal static AssetBundle Normalise(AssetAmount[] amounts)
    {
        if (amounts.Length == 0)
            return Empty;
        if (!IsSorted(amounts))
            Array.Sort(amounts, static (a, b) => CompareAsset(a, b.Policy, b.Name));
        int kept = 0;
        for (int i = 0; i < amounts.Length;)
        {
            AssetAmount amount = amounts[i++];
            while (i < amounts.Length && CompareAsset(amounts[i], amount.Policy, amount.Name) == 0)
                amount = amount with { Quantity = checked(amount.Quantity + amounts[i++].Quantity) };
            if (amount.Quantity != 0)
                amounts[kept++] = amount;
        }
        return Take(amounts, kept);
    }

    private static bool IsSorted(AssetAmount[] amounts)
    {
        for (int i = 1; i < amounts.Length; i++)
        {
            if (CompareAsset(amounts[i - 1], amounts[i].Policy, amounts[i].Name) >= 0)
                return false;
        }
        return true;
    }

    private static AssetBundle Take(AssetAmount[] amounts, int count)
    {
        if (count == 0)
            return Empty;
        return new AssetBundle(count == amounts.Length ? amounts : amounts[..count]);
    }

    private AssetBundle Merge(AssetBundle other, bool isSubtraction)
    {
        AssetAmount[] merged = new AssetAmount[_amounts.Length + other._amounts.Length];
        int kept = 0;
        int left = 0;
        int right = 0;
        while (left < _amounts.Length || right < other._amounts.Length)
        {
            int order = left == _amounts.Length ? 1
                : right == other._amounts.Length ? -1
                : CompareAsset(_amounts[left], other._amounts[right].Policy, other._amounts[right].Name);
            AssetAmount asset = order <= 0 ? _amounts[left] : other._amounts[right];
            Int128 quantity = order <= 0 ? _amounts[left++].Quantity : Int128.Zero;
            if (order >= 0)
            {
                Int128 added = other._amounts[right++].Quantity;
                quantity = checked(isSubtraction ? quantity - added : quantity + added);
            }
            if (quantity != 0)
                merged[kept++] = asset with { Quantity = quantity };
        }
        return Take(merged, kept);
    }
}
