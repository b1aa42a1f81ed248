namespace PoolTopology.Primitives.Chain;

/// <summary>A KES period number: the slot divided by slotsPerKESPeriod.</summary>
/// <remarks>Units: periods since system start. The default value is zero.</remarks>
public readonly record struct KesPeriod(ulong Value) : IComparable<KesPeriod>
{
    /// <inheritdoc/>
    public int CompareTo(KesPeriod other) => Value.CompareTo(other.Value);

    /// <summary>Earlier or smaller.</summary>
    public static bool operator <(KesPeriod left, KesPeriod right) => left.Value < right.Value;

    /// <summary>Later or greater.</summary>
    public static bool operator >(KesPeriod left, KesPeriod right) => left.Value > right.Value;

    /// <summary>Not later or greater.</summary>
    public static bool operator <=(KesPeriod left, KesPeriod right) => left.Value <= right.Value;

    /// <summary>Not earlier or smaller.</summary>
    public static bool operator >=(KesPeriod left, KesPeriod right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
