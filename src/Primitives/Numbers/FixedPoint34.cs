using System.Globalization;
using System.Numerics;

namespace PoolTopology.Primitives.Numbers;

/// <summary>A number with 34 decimal places, rounded downwards after every operation.</summary>
/// <remarks>
/// The leader check is consensus: two nodes must round alike, so this follows Haskell's <c>Data.Fixed E34</c> to the
/// last digit. Product and quotient are <c>floor(a·b / 10^34)</c> and <c>floor(a·10^34 / b)</c>, towards minus
/// infinity. The default value is zero.
/// Spec: https://hackage.haskell.org/package/base-4.20.0.0/docs/Data-Fixed.html and cardano-ledger
/// <c>Cardano.Ledger.BaseTypes.FixedPoint</c>.
/// </remarks>
public readonly record struct FixedPoint34 : IComparable<FixedPoint34>
{
    /// <summary>Decimal places.</summary>
    public const int Digits = 34;

    private static readonly BigInteger Resolution = BigInteger.Pow(10, Digits);

    private FixedPoint34(BigInteger raw) => Raw = raw;

    /// <summary>0.</summary>
    public static FixedPoint34 Zero => default;

    /// <summary>1.</summary>
    public static FixedPoint34 One { get; } = new(Resolution);

    /// <summary>The number times 10^34.</summary>
    public BigInteger Raw { get; }

    /// <summary>The number whose <see cref="Raw"/> is given.</summary>
    public static FixedPoint34 FromRaw(BigInteger raw) => new(raw);

    /// <summary>An integer, exactly.</summary>
    public static FixedPoint34 FromInteger(BigInteger value) => new(value * Resolution);

    /// <summary>The greatest number with 34 places that is not above the fraction.</summary>
    public static FixedPoint34 FromRational(Rational value) =>
        new(Rational.FloorDivide(value.Numerator * Resolution, value.Denominator));

    /// <summary>The distance from zero.</summary>
    public FixedPoint34 Abs() => new(BigInteger.Abs(Raw));

    /// <summary>The least integer not below.</summary>
    public BigInteger Ceiling() => -Rational.FloorDivide(-Raw, Resolution);

    /// <inheritdoc/>
    public int CompareTo(FixedPoint34 other) => Raw.CompareTo(other.Raw);

    /// <summary>All 34 places.</summary>
    public override string ToString()
    {
        BigInteger whole = BigInteger.DivRem(BigInteger.Abs(Raw), Resolution, out BigInteger fraction);
        string places = fraction.ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
        return string.Create(CultureInfo.InvariantCulture, $"{(Raw.Sign < 0 ? "-" : "")}{whole}.{places}");
    }

    /// <summary>Sum; exact.</summary>
    public static FixedPoint34 operator +(FixedPoint34 left, FixedPoint34 right) => new(left.Raw + right.Raw);

    /// <summary>Difference; exact.</summary>
    public static FixedPoint34 operator -(FixedPoint34 left, FixedPoint34 right) => new(left.Raw - right.Raw);

    /// <summary>The same with the other sign; exact.</summary>
    public static FixedPoint34 operator -(FixedPoint34 value) => new(-value.Raw);

    /// <summary>Product, rounded downwards.</summary>
    public static FixedPoint34 operator *(FixedPoint34 left, FixedPoint34 right) =>
        new(Rational.FloorDivide(left.Raw * right.Raw, Resolution));

    /// <summary>Quotient, rounded downwards.</summary>
    /// <exception cref="DivideByZeroException">The right side is zero.</exception>
    public static FixedPoint34 operator /(FixedPoint34 left, FixedPoint34 right) =>
        new(Rational.FloorDivide(left.Raw * Resolution, right.Raw));

    /// <summary>Smaller.</summary>
    public static bool operator <(FixedPoint34 left, FixedPoint34 right) => left.CompareTo(right) < 0;

    /// <summary>Greater.</summary>
    public static bool operator >(FixedPoint34 left, FixedPoint34 right) => left.CompareTo(right) > 0;

    /// <summary>Not greater.</summary>
    public static bool operator <=(FixedPoint34 left, FixedPoint34 right) => left.CompareTo(right) <= 0;

    /// <summary>Not smaller.</summary>
    public static bool operator >=(FixedPoint34 left, FixedPoint34 right) => left.CompareTo(right) >= 0;
}
