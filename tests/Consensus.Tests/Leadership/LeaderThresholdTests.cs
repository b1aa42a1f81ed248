using System.Numerics;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Consensus.Tests.Leadership;

public class LeaderThresholdTests
{
    private static readonly string[] Coefficients = ["0.05", "0.02", "0.25", "0.5", "0.99", "0.9999", "1e-9", "0.049999999"];

    [Fact]
    public void The_threshold_agrees_with_the_definition_next_to_it_on_both_sides() => Seeds.ForAll(400, random =>
    {
        ActiveSlotCoefficient f = new(Rational.ParseDecimal(Coefficients[random.Next(Coefficients.Length)]));
        Rational stake = AnyShare(random);
        LeaderThreshold threshold = LeaderThreshold.Of(stake, f);
        BigInteger bound = FirstRefused(threshold);
        for (int distance = -2; distance <= 2; distance++)
            AssertAgrees(bound + distance, stake, f, threshold);
    });

    [Fact]
    public void The_threshold_agrees_with_the_definition_anywhere() => Seeds.ForAll(400, random =>
    {
        ActiveSlotCoefficient f = new(Rational.ParseDecimal(Coefficients[random.Next(Coefficients.Length)]));
        Rational stake = AnyShare(random);
        LeaderThreshold threshold = LeaderThreshold.Of(stake, f);
        byte[] value = new byte[32];
        random.NextBytes(value);
        AssertAgrees(new BigInteger(value, isUnsigned: true), stake, f, threshold);
        AssertAgrees(new BigInteger(value, isUnsigned: true) >> random.Next(256), stake, f, threshold);
        AssertAgrees(BigInteger.Zero, stake, f, threshold);
        AssertAgrees((BigInteger.One << 256) - 1, stake, f, threshold);
    });

    [Fact]
    public void The_threshold_of_TPraos_agrees_with_the_definition_on_both_sides_and_anywhere() => Seeds.ForAll(200, random =>
    {
        ActiveSlotCoefficient f = new(Rational.ParseDecimal(Coefficients[random.Next(Coefficients.Length)]));
        Rational stake = AnyShare(random);
        LeaderThreshold threshold = LeaderThreshold.Of(stake, f);
        BigInteger bound = FirstRefused(512, value => threshold.AdmitsOutput(Bytes(value, 64)));
        byte[] anywhere = new byte[64];
        random.NextBytes(anywhere);
        foreach (BigInteger value in new[] { bound - 1, bound, bound + 1, new BigInteger(anywhere, isUnsigned: true) })
        {
            if (value.Sign < 0 || value >= BigInteger.One << 512)
                continue;
            byte[] output = Bytes(value, 64);
            Assert.Equal(LeaderCheck.IsLeaderByDefinition(output, stake, f), threshold.AdmitsOutput(output));
        }
        // The same share of a range that is 2^256 times as large.
        Assert.InRange((bound >> 256) - FirstRefused(threshold), BigInteger.MinusOne, BigInteger.One);
    });

    // Computed by cardano-ledger's own code: txpipe/pallas, pallas-math/tests/data/node-vectors.tsv at commit bb06eaf4.
    // The last column is the least certified natural that does not lead; the one below does.
    [Theory]
    [InlineData("1/3", "1/20",
        "1962956998846591905535085628410160294139768371758753777856225283307809972527")]
    [InlineData("1/3", "1/100000",
        "385974917376970995734921210494643580273092695162968067819510714679869089")]
    [InlineData("1/3", "12345678901234567/100000000000000000",
        "4975868884868004668404594138896483699551901083954497100104253211674746917767")]
    [InlineData("2/3", "1/20",
        "3892637111468049078583695355692811066140895048878365760130766236569655787111")]
    [InlineData("2/3", "1/100000",
        "771948548166595434214341508340324794292117928769411465514281451287494753")]
    [InlineData("2/3", "12345678901234567/100000000000000000",
        "9737912530702163353729396221676608376007986756400327000708296733811648970796")]
    public void The_threshold_is_the_reference_s_to_the_last_bit(string stake, string f, string leastRefused)
    {
        ActiveSlotCoefficient coefficient = new(Fraction(f));
        LeaderThreshold threshold = LeaderThreshold.Of(Fraction(stake), coefficient);
        BigInteger expected = Integer(leastRefused);
        Assert.Equal(expected, FirstRefused(threshold));
        Assert.False(LeaderCheck.IsLeaderByDefinition(Value(expected).ToArray(), Fraction(stake), coefficient));
        Assert.True(LeaderCheck.IsLeaderByDefinition(Value(expected - 1).ToArray(), Fraction(stake), coefficient));
    }

    // The same source: -σ·ln(1-f) in units of 10^-34.
    [Theory]
    [InlineData("18446744073709551614/18446744073709551615", "1/20", "512932943875505334234156231468386")]
    [InlineData("18446744073709551614/18446744073709551615", "1/3", "4054651081081643819560329392015612")]
    [InlineData("18446744073709551614/18446744073709551615", "1/100000", "100000500003333358326952414291")]
    [InlineData("1/3", "1/20", "170977647958501778087320794024282")]
    [InlineData("1/3", "1/100000", "33333500001111119444124484086")]
    [InlineData("2/3", "1/20", "341955295917003556174641588048564")]
    [InlineData("1/2", "1/2", "3465735902799726547086160677455172")]
    [InlineData("1/2", "1/3", "2027325540540821909890066233777292")]
    [InlineData("0/1", "1/2", "0")]
    public void The_exponent_rounds_as_the_reference_s(string stake, string f, string expected) =>
        Assert.Equal(Integer(expected), LeaderCheck.Exponent(Fraction(stake), new ActiveSlotCoefficient(Fraction(f))).Raw);

    [Fact]
    public void The_threshold_is_near_one_minus_the_power() => Seeds.ForAll(100, random =>
    {
        double f = 0.01 + (0.9 * random.NextDouble());
        Rational stake = new(random.Next(1, 1000), 1000);
        ActiveSlotCoefficient coefficient = new(
            Rational.ParseDecimal(f.ToString("F12", System.Globalization.CultureInfo.InvariantCulture)));
        double expected = 1 - Math.Pow(1 - f, (double)stake.Numerator / (double)stake.Denominator);
        double found = Math.Exp(BigInteger.Log(FirstRefused(LeaderThreshold.Of(stake, coefficient))) - (256 * Math.Log(2)));
        Assert.Equal(expected, found, 9);
    });

    [Fact]
    public void Without_stake_nobody_leads()
    {
        ActiveSlotCoefficient f = new(new Rational(1, 20));
        LeaderThreshold threshold = LeaderThreshold.Of(Rational.Zero, f);
        Assert.Equal(default, threshold);
        Assert.False(threshold.Admits(default));
        Assert.False(threshold.AdmitsOutput(new byte[64]));
        Assert.False(LeaderCheck.IsLeaderByDefinition(new byte[32], Rational.Zero, f));
    }

    [Fact]
    public void With_a_coefficient_of_one_everybody_leads_every_slot()
    {
        ActiveSlotCoefficient f = new(Rational.One);
        Hash32 greatest = Hash32.Parse(new string('f', 64));
        Assert.True(LeaderThreshold.Of(Rational.Zero, f).Admits(greatest));
        Assert.True(LeaderThreshold.Of(Rational.Zero, f).AdmitsOutput(Enumerable.Repeat((byte)255, 64).ToArray()));
        Assert.True(LeaderCheck.IsLeaderByDefinition(greatest.ToArray(), Rational.Zero, f));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0.1")]
    [InlineData("1.1")]
    public void A_coefficient_outside_zero_to_one_is_refused(string f) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActiveSlotCoefficient(Rational.ParseDecimal(f)));

    // The least value that is not admitted, found without looking inside.
    private static BigInteger FirstRefused(LeaderThreshold threshold) =>
        FirstRefused(256, value => threshold.Admits(Value(value)));

    private static BigInteger FirstRefused(int bits, Predicate<BigInteger> isAdmitted)
    {
        BigInteger low = BigInteger.Zero, high = BigInteger.One << bits;
        while (low < high)
        {
            BigInteger middle = (low + high) >> 1;
            if (isAdmitted(middle))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static Rational AnyShare(Random random) => random.Next(6) switch
    {
        0 => Rational.One,
        1 => new Rational(1, BigInteger.Pow(10, random.Next(1, 40))),
        2 => new Rational(random.Next(1, 100), 100),
        3 => Rational.One - new Rational(1, BigInteger.Pow(10, random.Next(1, 40))),
        4 => new Rational(1, 3),
        _ => new Rational(random.NextInt64(1, 25_000_000_000_000_000), 25_000_000_000_000_000),
    };

    private static void AssertAgrees(BigInteger value, Rational stake, ActiveSlotCoefficient f, LeaderThreshold threshold)
    {
        if (value.Sign < 0 || value >= BigInteger.One << 256)
            return;
        Hash32 hash = Value(value);
        Assert.Equal(LeaderCheck.IsLeaderByDefinition(hash.ToArray(), stake, f), threshold.Admits(hash));
    }

    private static BigInteger Integer(string text) =>
        BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Rational Fraction(string text) => new(Integer(text.Split('/')[0]), Integer(text.Split('/')[1]));

    private static Hash32 Value(BigInteger value) => new(Bytes(value, 32));

    private static byte[] Bytes(BigInteger value, int sizeBytes)
    {
        byte[] bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] padded = new byte[sizeBytes];
        bytes.CopyTo(padded, sizeBytes - bytes.Length);
        return padded;
    }
}
