using PoolTopology.Consensus.Eras;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Eras;

public class ClockSkewTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SlotClock Clock = new(Start, TimeSpan.FromSeconds(1), 100);

    [Theory]
    [InlineData(10_000, 0)]
    [InlineData(12_500, 0)]
    [InlineData(9_999, 1)]
    [InlineData(8_000, 2_000)]
    public void A_header_waits_for_its_slot_within_the_tolerance(int nowMilliseconds, int waitMilliseconds) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(waitMilliseconds),
            ClockSkew.Default.WaitFor(new Slot(10), Start.AddMilliseconds(nowMilliseconds), Clock));

    [Fact]
    public void A_header_further_ahead_is_not_waited_for()
    {
        Assert.Null(ClockSkew.Default.WaitFor(new Slot(10), Start.AddMilliseconds(7_999), Clock));
        Assert.Null(ClockSkew.Default.WaitFor(new Slot(ulong.MaxValue), Start, Clock));
    }
}
