namespace PoolTopology.Primitives.Chain;

/// <summary>An epoch number.</summary>
/// <remarks>Units: epochs since system start. The default value is zero.</remarks>
public readonly record struct EpochNo(ulong Value) : IComparable<EpochNo>
{
    /// <inheritdoc/>
    public int CompareTo(EpochNo other) => Value.CompareTo(other.Value);

    /// <summary>Earlier or smaller.</summary>
    public static bool operator <(EpochNo left, EpochNo right) => left.Value < right.Value;

    /// <summary>Later or greater.</summary>
    public static bool operator >(EpochNo left, EpochNo right) => left.Value > right.Value;

    /// <summary>Not later or greater.</summary>
    public static bool operator <=(EpochNo left, EpochNo right) => left.Value <= right.Value;

    /// <summary>Not earlier or smaller.</summary>
    public static bool operator >=(EpochNo left, EpochNo right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
