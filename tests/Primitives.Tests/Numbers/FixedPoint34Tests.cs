using System.Numerics;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Primitives.Tests.Numbers;

public class FixedPoint34Tests
{
    private static readonly BigInteger Resolution = BigInteger.Pow(10, 34);

    [Fact]
    public void Every_operation_rounds_downwards() => Seeds.ForAll(3_000, random =>
    {
        FixedPoint34 a = Any(random), b = Any(random);
        Rational x = new(a.Raw, Resolution), y = new(b.Raw, Resolution);
        Assert.Equal((x * y * (Rational)Resolution).Floor(), (a * b).Raw);
        if (b.Raw.Sign != 0)
            Assert.Equal((x / y * (Rational)Resolution).Floor(), (a / b).Raw);
        Assert.Equal(x + y, new Rational((a + b).Raw, Resolution));
        Assert.Equal(x - y, new Rational((a - b).Raw, Resolution));
        Assert.Equal(x.Ceiling(), a.Ceiling());
    });

    [Theory]
    [InlineData(1, 3, "0.3333333333333333333333333333333333")]
    [InlineData(-1, 3, "-0.3333333333333333333333333333333334")]
    [InlineData(1, 20, "0.0500000000000000000000000000000000")]
    [InlineData(-2, 1, "-2.0000000000000000000000000000000000")]
    public void FromRational_takes_the_places_below(int numerator, int denominator, string expected) =>
        Assert.Equal(expected, FixedPoint34.FromRational(new Rational(numerator, denominator)).ToString());

    private static FixedPoint34 Any(Random random)
    {
        byte[] raw = new byte[random.Next(1, 17)];
        random.NextBytes(raw);
        return FixedPoint34.FromRaw(new BigInteger(raw));
    }
}
