using PoolTopology.Ledger.Rules;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class OverlaySlotsTests
{
    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 1, 1000)]
    [InlineData(1, 2, 500)]
    [InlineData(1, 3, 334)]
    [InlineData(1, 50, 20)]
    public void The_share_of_d_is_spread_over_an_epoch(int numerator, int denominator, int expected)
    {
        Rational d = new(numerator, denominator);
        Slot first = new(86_400);
        Assert.Equal(expected, Enumerable.Range(0, 1000).Count(i => OverlaySlots.Contains(At(i), first, d)));
    }

    [Fact]
    public void The_first_slot_of_an_epoch_is_one_and_the_next_ones_follow_evenly() =>
        Assert.Equal(
            [0, 3, 6],
            Enumerable.Range(0, 10).Where(i => OverlaySlots.Contains(At(i), new Slot(86_400), new Rational(3, 10))));

    private static Slot At(int slot) => new(86_400 + (ulong)slot);
}
