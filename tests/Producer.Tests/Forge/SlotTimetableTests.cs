using PoolTopology.Consensus.Eras;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Forge;
using Xunit;

namespace PoolTopology.Producer.Tests.Forge;

public sealed class SlotTimetableTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SlotClock Clock = new(Start, TimeSpan.FromSeconds(1), 100);

    [Theory]
    // Seconds since the start of slot 0; last slot looked at; slot to look at, first skipped, or seconds to wait until.
    [InlineData(-10, null, null, null, -9.0)]
    [InlineData(-0.4, null, null, null, 0.0)]
    [InlineData(0, null, 0, null, null)]
    [InlineData(5.9, null, 5, null, null)]
    [InlineData(5.9, 5, null, null, 6.0)]
    [InlineData(6.0, 5, 6, null, null)]
    [InlineData(6.999, 5, 6, null, null)]
    [InlineData(7.0, 5, 7, 6, null)]
    [InlineData(20, 5, 20, 6, null)]
    [InlineData(1000, 5, 1000, 900, null)]
    [InlineData(3.5, 5, null, null, 4.5)]
    [InlineData(-500, 5, null, null, -499.0)]
    public void Next_follows_the_clock_and_never_looks_twice(
        double seconds, int? lastChecked, int? slot, int? firstSkipped, double? waitUntil)
    {
        SlotStep expected = slot is { } check
            ? new SlotStep.Check(SlotOf(check)!.Value, SlotOf(firstSkipped))
            : new SlotStep.Wait(Start.AddSeconds(waitUntil!.Value));
        Assert.Equal(expected, SlotTimetable.Next(SlotOf(lastChecked), Start.AddSeconds(seconds), Clock));
    }

    [Fact]
    public void Next_under_any_clock_looks_at_each_slot_at_most_once_and_only_while_it_runs()
    {
        Random random = new(11);
        for (int run = 0; run < 200; run++)
        {
            DateTimeOffset now = Start.AddSeconds(random.Next(-20, 200));
            Slot? last = null;
            for (int i = 0; i < 100; i++)
            {
                switch (SlotTimetable.Next(last, now, Clock))
                {
                    case SlotStep.Check check:
                        Assert.True(last is null || check.Slot > last);
                        Assert.Equal(Clock.SlotAt(now), check.Slot);
                        Assert.True(check.FirstSkipped is null || (check.FirstSkipped > last && check.FirstSkipped < check.Slot));
                        last = check.Slot;
                        break;
                    case SlotStep.Wait wait:
                        Assert.InRange(wait.Until - now, TimeSpan.FromTicks(1), Clock.SlotLength);
                        now = wait.Until;
                        break;
                }
                if (random.Next(5) == 0)
                    now = now.AddSeconds((random.NextDouble() - 0.4) * 50);
            }
        }
    }

    private static Slot? SlotOf(int? value) => value is { } slot ? new Slot((ulong)slot) : null;
}
