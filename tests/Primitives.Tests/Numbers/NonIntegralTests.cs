using System.Numerics;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Primitives.Tests.Numbers;

public class NonIntegralTests
{
    // Both expansions stop at 10^-24; their results are good to a little less than that.
    private static readonly FixedPoint34 Tolerance = FixedPoint34.FromRational(Rational.ParseDecimal("1e-22"));

    [Theory]
    [InlineData("1", "2.7182818284590452353602874713526624")]
    [InlineData("0.5", "1.6487212707001281468486507878141635")]
    [InlineData("-1", "0.3678794411714423215955237701614608")]
    [InlineData("3", "20.0855369231876677409285296545817178")]
    [InlineData("0", "1")]
    public void Exp_is_the_exponential_to_22_places(string x, string expected) =>
        AssertClose(expected, NonIntegral.Exp(Parse(x)));

    [Theory]
    [InlineData("2", "0.6931471805599453094172321214581765")]
    [InlineData("10", "2.3025850929940456840179914546843642")]
    [InlineData("0.95", "-0.0512932943875505334261961442546279")]
    [InlineData("0.5", "-0.6931471805599453094172321214581765")]
    [InlineData("0.01", "-4.6051701859880913680359829093687284")]
    [InlineData("1", "0")]
    public void Ln_is_the_logarithm_to_22_places(string x, string expected) =>
        AssertClose(expected, NonIntegral.Ln(Parse(x)));

    [Fact]
    public void Ln_undoes_exp() => Seeds.ForAll(200, random =>
    {
        FixedPoint34 x = FixedPoint34.FromRational(new Rational(random.Next(-4000, 4000), 1000));
        Assert.True((NonIntegral.Ln(NonIntegral.Exp(x)) - x).Abs() < FixedPoint34.FromRational(Rational.ParseDecimal("1e-20")));
    });

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    public void Ln_of_nothing_positive_is_refused(string x) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NonIntegral.Ln(Parse(x)));

    [Fact]
    public void CompareWithExp_places_numbers_on_either_side() => Seeds.ForAll(500, random =>
    {
        FixedPoint34 x = FixedPoint34.FromRational(new Rational(random.Next(0, 1000), 1000));
        FixedPoint34 exp = NonIntegral.Exp(x);
        FixedPoint34 step = FixedPoint34.FromRational(new Rational(1, BigInteger.Pow(10, random.Next(1, 20))));
        Assert.Equal(ExpComparison.Above, NonIntegral.CompareWithExp(3, exp + step, x));
        Assert.Equal(ExpComparison.Below, NonIntegral.CompareWithExp(3, exp - step, x));
    });

    [Fact]
    public void CompareWithExp_of_zero_says_that_one_is_not_below() =>
        Assert.Equal(ExpComparison.Above, NonIntegral.CompareWithExp(3, FixedPoint34.One, FixedPoint34.Zero));

    private static FixedPoint34 Parse(string text) => FixedPoint34.FromRational(Rational.ParseDecimal(text));

    private static void AssertClose(string expected, FixedPoint34 found) =>
        Assert.True((Parse(expected) - found).Abs() < Tolerance, $"expected {expected}, found {found}");
}
