using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class EpochIncentivesTests
{
    private static readonly ProtocolParameters Parameters = new LedgerScene().Parameters with
    {
        Rho = new Rational(3, 1000),
        Tau = new Rational(1, 5),
    };

    [Theory]
    // d 0: 500 blocks are expected of 2000 slots.
    [InlineData(0, 100, 250, "1/2", 150_000)]
    [InlineData(0, 100, 500, "1", 300_000)]
    [InlineData(0, 100, 750, "3/2", 300_000)]
    [InlineData(0, 100, 0, "0", 0)]
    // d 79/100: ⌊0.21 · 0.25 · 2000⌋ = 105.
    [InlineData(79, 100, 21, "1/5", 60_000)]
    // d 4/5: pools are not held to it.
    [InlineData(4, 5, 0, "1", 300_000)]
    [InlineData(1, 1, 9, "1", 300_000)]
    public void Expansion_follows_the_blocks_that_were_made(
        int dNumerator, int dDenominator, ulong blocks, string eta, ulong expansion)
    {
        EpochIncentives incentives = Of(new Rational(dNumerator, dDenominator), 100_000_000, 7, blocks);
        Assert.Equal(eta, incentives.Eta.ToString());
        Assert.Equal(new Coin(expansion), incentives.Expansion);
        ulong pot = expansion + 7;
        Assert.Equal(new Coin(pot / 5), incentives.TreasuryGain);
        Assert.Equal(new Coin(pot - (pot / 5)), incentives.PoolsPot);
    }

    [Fact]
    public void Amounts_are_rounded_down_once()
    {
        // 499/500 · 3/1000 · 999 = 2.99…: rounding in between would give another whole number.
        Assert.Equal(new Coin(2), Of(Rational.Zero, 999, 0, 499).Expansion);
        Assert.Equal(new Coin(3), Of(Rational.Zero, 1000, 0, 500).Expansion);
    }

    [Fact]
    public void All_the_money_there_can_be_does_not_overflow() =>
        Assert.Equal(
            new Coin(135_000_000_000_000), Of(Rational.Zero, 45_000_000_000_000_000, 0, 500).Expansion);

    [Fact]
    public void An_epoch_in_which_no_block_is_expected_counts_as_complete()
    {
        EpochIncentives incentives = EpochIncentives.Of(
            Parameters with { Decentralisation = Rational.Zero }, new Coin(1000), Coin.Zero, 0, 3, new Rational(1, 4));
        Assert.Equal(Rational.One, incentives.Eta);
    }

    private static EpochIncentives Of(Rational d, ulong reserves, ulong fees, ulong blocks) => EpochIncentives.Of(
        Parameters with { Decentralisation = d },
        new Coin(reserves),
        new Coin(fees),
        blocks,
        LedgerScene.EpochLength,
        new Rational(1, 4));
}
