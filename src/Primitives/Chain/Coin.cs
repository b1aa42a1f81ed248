namespace PoolTopology.Primitives.Chain;

/// <summary>An amount of money.</summary>
/// <remarks>Units: lovelace (10^-6 ada). The default value is zero.</remarks>
public readonly record struct Coin(ulong Value) : IComparable<Coin>
{
    /// <summary>0 lovelace.</summary>
    public static Coin Zero => default;

    /// <inheritdoc/>
    public int CompareTo(Coin other) => Value.CompareTo(other.Value);

    /// <summary>Earlier or smaller.</summary>
    public static bool operator <(Coin left, Coin right) => left.Value < right.Value;

    /// <summary>Later or greater.</summary>
    public static bool operator >(Coin left, Coin right) => left.Value > right.Value;

    /// <summary>Not later or greater.</summary>
    public static bool operator <=(Coin left, Coin right) => left.Value <= right.Value;

    /// <summary>Not earlier or smaller.</summary>
    public static bool operator >=(Coin left, Coin right) => left.Value >= right.Value;

    /// <summary>The sum.</summary>
    /// <exception cref="OverflowException">It leaves 64 bits.</exception>
    public static Coin operator +(Coin left, Coin right) => new(checked(left.Value + right.Value));

    /// <summary>The difference.</summary>
    /// <exception cref="OverflowException">The right side is greater.</exception>
    public static Coin operator -(Coin left, Coin right) => new(checked(left.Value - right.Value));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
