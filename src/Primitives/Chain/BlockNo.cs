namespace PoolTopology.Primitives.Chain;

/// <summary>A block height.</summary>
/// <remarks>Units: blocks; the first block of a chain is 0. The default value is zero.</remarks>
public readonly record struct BlockNo(ulong Value) : IComparable<BlockNo>
{
    /// <inheritdoc/>
    public int CompareTo(BlockNo other) => Value.CompareTo(other.Value);

    /// <summary>Earlier or smaller.</summary>
    public static bool operator <(BlockNo left, BlockNo right) => left.Value < right.Value;

    /// <summary>Later or greater.</summary>
    public static bool operator >(BlockNo left, BlockNo right) => left.Value > right.Value;

    /// <summary>Not later or greater.</summary>
    public static bool operator <=(BlockNo left, BlockNo right) => left.Value <= right.Value;

    /// <summary>Not earlier or smaller.</summary>
    public static bool operator >=(BlockNo left, BlockNo right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
