using System.Numerics;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Primitives.Tests.Numbers;

public class RationalTests
{
    [Theory]
    [InlineData("0.05", 1, 20)]
    [InlineData("5.0e-2", 1, 20)]
    [InlineData("5E-2", 1, 20)]
    [InlineData("0.5e1", 5, 1)]
    [InlineData("1", 1, 1)]
    [InlineData("1.0", 1, 1)]
    [InlineData("-0.25", -1, 4)]
    [InlineData("0", 0, 1)]
    [InlineData("-0.0", 0, 1)]
    [InlineData("0.1000", 1, 10)]
    [InlineData("1e+2", 100, 1)]
    [InlineData("45000000000000000", 45000000000000000, 1)]
    public void ParseDecimal_is_exact(string text, long numerator, long denominator)
    {
        Rational value = Rational.ParseDecimal(text);
        Assert.Equal((numerator, denominator), ((long)value.Numerator, (long)value.Denominator));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("1e1.5")]
    [InlineData("1e1001")]
    [InlineData("1e99999999999")]
    [InlineData("--1")]
    [InlineData("1.-5")]
    [InlineData("0x10")]
    [InlineData("1 ")]
    [InlineData("NaN")]
    public void ParseDecimal_refuses_other_text(string text) =>
        Assert.Throws<FormatException>(() => Rational.ParseDecimal(text));

    [Fact]
    public void Parts_are_in_lowest_terms_with_a_positive_denominator() => Seeds.ForAll(2_000, random =>
    {
        long n = random.NextInt64(-1000, 1000), d = random.NextInt64(-1000, 1000);
        if (d == 0)
        {
            Assert.Throws<DivideByZeroException>(() => new Rational(n, d));
            return;
        }
        Rational value = new(n, d);
        Assert.True(value.Denominator.Sign > 0);
        Assert.True(BigInteger.GreatestCommonDivisor(value.Numerator, value.Denominator).IsOne);
        Assert.Equal((BigInteger)n * value.Denominator, value.Numerator * d);
    });

    [Fact]
    public void Arithmetic_obeys_the_laws_of_fractions() => Seeds.ForAll(2_000, random =>
    {
        Rational a = Any(random), b = Any(random), c = Any(random);
        Assert.Equal(a + b, b + a);
        Assert.Equal(a * (b + c), (a * b) + (a * c));
        Assert.Equal(a, a + b - b);
        if (b.Sign != 0)
            Assert.Equal(a, a / b * b);
        Assert.Equal((a - b).Sign, Math.Sign(a.CompareTo(b)));
        Assert.Equal(a == b, a.GetHashCode() == b.GetHashCode() && a.CompareTo(b) == 0);
        Assert.True((Rational)a.Floor() <= a && a < (Rational)(a.Floor() + 1));
        Assert.True((Rational)a.Ceiling() >= a && a > (Rational)(a.Ceiling() - 1));
    });

    [Fact]
    public void The_default_is_zero()
    {
        Assert.Equal(Rational.Zero, default);
        Assert.Equal(BigInteger.One, default(Rational).Denominator);
        Assert.Equal("0", default(Rational).ToString());
        Assert.Equal("-1/20", (-Rational.ParseDecimal("0.05")).ToString());
    }

    private static Rational Any(Random random) => new(random.Next(-50, 50), random.Next(1, 50));
}
