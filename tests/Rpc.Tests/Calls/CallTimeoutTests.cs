using PoolTopology.Rpc.Calls;
using Xunit;

namespace PoolTopology.Rpc.Tests.Calls;

public sealed class CallTimeoutTests
{
    [Theory]
    [InlineData("1H", 3_600_000_000)]
    [InlineData("2M", 120_000_000)]
    [InlineData("3S", 3_000_000)]
    [InlineData("4m", 4_000)]
    [InlineData("5u", 5)]
    [InlineData("6000n", 6)]
    [InlineData("0S", 0)]
    [InlineData("00000001S", 1_000_000)]
    public void Timeout_is_read_in_its_unit(string text, long microseconds)
    {
        Assert.True(CallTimeout.TryParse(text, out TimeSpan timeout));
        Assert.Equal(TimeSpan.FromMicroseconds(microseconds), timeout);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData(" 1S")]
    [InlineData("1 S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("１S")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(CallTimeout.TryParse(text, out _));
    }

    [Fact]
    public void The_longest_timeout_on_the_wire_is_cut_to_what_a_timer_holds()
    {
        Assert.True(CallTimeout.TryParse("99999999H", out TimeSpan timeout));
        Assert.Equal(CallTimeout.Longest, timeout);
    }

    [Theory]
    [InlineData(-5, "0n")]
    [InlineData(0, "0n")]
    [InlineData(1, "1u")]
    [InlineData(99_999_999, "99999999u")]
    [InlineData(100_000_000, "100000m")]
    [InlineData(100_000_000_001, "100001S")]
    public void Timeout_is_written_in_the_finest_unit_and_rounded_up(long microseconds, string expected)
    {
        Assert.Equal(expected, CallTimeout.Format(TimeSpan.FromMicroseconds(microseconds)));
    }

    [Fact]
    public void A_written_timeout_is_never_read_as_a_shorter_one()
    {
        Random random = new(7);
        for (int i = 0; i < 10_000; i++)
        {
            TimeSpan timeout = new(random.NextInt64(CallTimeout.Longest.Ticks) >> random.Next(50));

            Assert.True(CallTimeout.TryParse(CallTimeout.Format(timeout), out TimeSpan read));
            Assert.True(read >= timeout, $"{timeout} became {read}");
        }
    }
}
