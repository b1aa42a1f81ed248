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

    // Computed by cardano-ledger's own code: the rows are of txpipe/pallas, pallas-math/tests/data/node-vectors.tsv at
    // commit bb06eaf4. Number and result in units of 10^-34.
    [Theory]
    [InlineData("1", "10000000000000000000", "-999998839550079")]
    [InlineData("9999999999999999999", "10000000000000000000", "-437491167668868671589684175529620269")]
    [InlineData("1", "3", "-4054651081081643819780132467554583")]
    [InlineData("18446744073709551614", "18446744073709551615", "-443614195558364970851605979220626151")]
    [InlineData("1", "20", "-512932943875505334261962382072846")]
    [InlineData("1", "100000", "-100000500003333358332373452258")]
    [InlineData("12345678901234567", "100000000000000000", "-1317692763635177009704314765932554")]
    [InlineData("1", "2", "-6931471805599453094172321354910343")]
    public void Ln_of_one_minus_f_is_the_reference_s_to_the_last_place(
        string numerator, string denominator, string expected)
    {
        Rational f = new(Integer(numerator), Integer(denominator));
        Assert.Equal(Integer(expected), NonIntegral.Ln(FixedPoint34.One - FixedPoint34.FromRational(f)).Raw);
    }

    // The same source, node-comparisons.tsv: compared number and exponent in units of 10^-34.
    [Theory]
    [InlineData("10000000000000000000000000000000000", "-1", ExpComparison.Above)]
    [InlineData("9999999999999999999999999999999999", "-1", ExpComparison.Above)]
    [InlineData("10000000000000000000000000000000001", "-1", ExpComparison.Above)]
    [InlineData("10000000000000000000000000000000000", "-10000000000000000000000000000000000", ExpComparison.Above)]
    [InlineData("10000000000000000000000000000000000", "0", ExpComparison.Above)]
    [InlineData(
        "10000000000000000000000000000000000", "10000000000000000000000000000000000000000", ExpComparison.Undecided)]
    [InlineData("10000000000000000000000000000000000", "1", ExpComparison.Below)]
    [InlineData("10000000000000000000000000000000001", "0", ExpComparison.Above)]
    [InlineData("9999999999999999999999999999999999", "0", ExpComparison.Below)]
    public void CompareWithExp_is_the_reference_s_at_the_edges(string compared, string x, ExpComparison expected) =>
        Assert.Equal(expected, NonIntegral.CompareWithExp(
            3, FixedPoint34.FromRaw(Integer(compared)), FixedPoint34.FromRaw(Integer(x))));

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

    private static BigInteger Integer(string text) =>
        BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static FixedPoint34 Parse(string text) => FixedPoint34.FromRational(Rational.ParseDecimal(text));

    private static void AssertClose(string expected, FixedPoint34 found) =>
        Assert.True((Parse(expected) - found).Abs() < Tolerance, $"expected {expected}, found {found}");
}
