namespace PoolTopology.Primitives.Chain;

/// <summary>An absolute slot number.</summary>
/// <remarks>Units: slots since system start. The default value is zero.</remarks>
public readonly record struct Slot(ulong Value) : IComparable<Slot>
{
    /// <inheritdoc/>
    public int CompareTo(Slot other) => Value.CompareTo(other.Value);

    /// <summary>Earlier or smaller.</summary>
    public static bool operator <(Slot left, Slot right) => left.Value < right.Value;

    /// <summary>Later or greater.</summary>
    public static bool operator >(Slot left, Slot right) => left.Value > right.Value;

    /// <summary>Not later or greater.</summary>
    public static bool operator <=(Slot left, Slot right) => left.Value <= right.Value;

    /// <summary>Not earlier or smaller.</summary>
    public static bool operator >=(Slot left, Slot right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
