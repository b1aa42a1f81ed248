using System.Globalization;
using System.Numerics;

namespace PoolTopology.Primitives.Numbers;

/// <summary>An exact fraction.</summary>
/// <remarks>
/// Invariant: lowest terms, denominator positive, so equal values have equal parts. The default value is zero.
/// Cost: allocates like <see cref="BigInteger"/>; for parameters and stake shares, not for hot paths.
/// </remarks>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    // One less than the denominator, so that default(Rational) is 0/1.
    private readonly BigInteger _denominatorLessOne;

    /// <summary>The fraction, brought to lowest terms.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new DivideByZeroException("a fraction with denominator 0");
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0)
            divisor = -divisor;
        Numerator = numerator / divisor;
        _denominatorLessOne = (denominator / divisor) - BigInteger.One;
    }

    /// <summary>0.</summary>
    public static Rational Zero => default;

    /// <summary>1.</summary>
    public static Rational One => new(BigInteger.One, BigInteger.One);

    /// <summary>The part above the line; carries the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>The part below the line; positive.</summary>
    public BigInteger Denominator => _denominatorLessOne + BigInteger.One;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>Parses a decimal number exactly as written: <c>0.05</c> is 1/20, <c>5.0e-2</c> too.</summary>
    /// <remarks>
    /// Shape: JSON's number grammar (RFC 8259 section 6), exponent within ±<see cref="ExponentMax"/>.
    /// </remarks>
    /// <exception cref="FormatException">The text is not such a number.</exception>
    public static Rational ParseDecimal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int mark = text.AsSpan().IndexOfAny('e', 'E');
        string significand = mark < 0 ? text : text[..mark];
        int exponent = 0;
        if (mark >= 0 && !int.TryParse(
            text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            throw NotANumber(text);
        int point = significand.IndexOf('.', StringComparison.Ordinal);
        string fraction = point < 0 ? "" : significand[(point + 1)..];
        string whole = point < 0 ? significand : significand[..point];
        bool isNegative = whole.StartsWith('-');
        string digits = isNegative ? whole[1..] : whole;
        if (digits.Length == 0 || (point >= 0 && fraction.Length == 0) || Math.Abs((long)exponent) > ExponentMax)
            throw NotANumber(text);
        string places = digits + fraction;
        if (!BigInteger.TryParse(places, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger all))
            throw NotANumber(text);
        int scale = exponent - fraction.Length;
        BigInteger power = BigInteger.Pow(10, Math.Abs(scale));
        BigInteger signed = isNegative ? -all : all;
        return scale >= 0 ? new Rational(signed * power, 1) : new Rational(signed, power);
    }

    /// <summary>
    /// The greatest exponent that <see cref="ParseDecimal"/> takes: text must not size an allocation.
    /// </summary>
    public const int ExponentMax = 1000;

    /// <summary>The greatest integer not above.</summary>
    public BigInteger Floor() => FloorDivide(Numerator, Denominator);

    /// <summary>The least integer not below.</summary>
    public BigInteger Ceiling() => -FloorDivide(-Numerator, Denominator);

    /// <inheritdoc/>
    public int CompareTo(Rational other) =>
        (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc/>
    public bool Equals(Rational other) =>
        Numerator == other.Numerator && _denominatorLessOne == other._denominatorLessOne;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, _denominatorLessOne);

    /// <summary><c>n/d</c>, or <c>n</c> alone for an integer.</summary>
    public override string ToString() => Denominator.IsOne
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>Sum.</summary>
    public static Rational operator +(Rational left, Rational right) => new(
        (left.Numerator * right.Denominator) + (right.Numerator * left.Denominator),
        left.Denominator * right.Denominator);

    /// <summary>Difference.</summary>
    public static Rational operator -(Rational left, Rational right) => left + -right;

    /// <summary>The same with the other sign.</summary>
    public static Rational operator -(Rational value) => new(-value.Numerator, value.Denominator);

    /// <summary>Product.</summary>
    public static Rational operator *(Rational left, Rational right) =>
        new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    /// <summary>Quotient.</summary>
    /// <exception cref="DivideByZeroException">The right side is zero.</exception>
    public static Rational operator /(Rational left, Rational right) =>
        new(left.Numerator * right.Denominator, left.Denominator * right.Numerator);

    /// <summary>An integer as a fraction.</summary>
    public static implicit operator Rational(BigInteger value) => new(value, BigInteger.One);

    /// <summary>An integer as a fraction.</summary>
    public static implicit operator Rational(ulong value) => new(value, BigInteger.One);

    /// <summary>An integer as a fraction.</summary>
    public static implicit operator Rational(int value) => new(value, BigInteger.One);

    /// <summary>Same value.</summary>
    public static bool operator ==(Rational left, Rational right) => left.Equals(right);

    /// <summary>Different values.</summary>
    public static bool operator !=(Rational left, Rational right) => !left.Equals(right);

    /// <summary>Smaller.</summary>
    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    /// <summary>Greater.</summary>
    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    /// <summary>Not greater.</summary>
    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    /// <summary>Not smaller.</summary>
    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;

    // BigInteger's division truncates towards zero; the specification's divides downwards.
    internal static BigInteger FloorDivide(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger remainder);
        return !remainder.IsZero && (remainder.Sign < 0) != (divisor.Sign < 0) ? quotient - BigInteger.One : quotient;
    }

    private static FormatException NotANumber(string text) => new($"a decimal number was expected, not '{text}'");
}
