using PoolTopology.Consensus.Eras;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Consensus.Tests.Eras;

public class SlotClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SlotClock Clock = new(Start, TimeSpan.FromMilliseconds(500), 800);

    // Ten slots of 20 s in epochs of 5, then slots of 1 s in epochs of 100.
    private static readonly SlotClock TwoStretches = new(Start,
    [
        new SlotStretch(new Slot(0), new EpochNo(0), TimeSpan.Zero, TimeSpan.FromSeconds(20), 5),
        new SlotStretch(new Slot(10), new EpochNo(2), TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(1), 100),
    ]);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(499, 0)]
    [InlineData(500, 1)]
    [InlineData(999, 1)]
    [InlineData(1000, 2)]
    public void A_slot_contains_its_first_instant_and_not_its_last(int milliseconds, ulong slot) =>
        Assert.Equal(new Slot(slot), Clock.SlotAt(Start.AddMilliseconds(milliseconds)));

    [Fact]
    public void Before_system_start_there_is_no_slot()
    {
        Assert.False(Clock.TrySlotAt(Start.AddTicks(-1), out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => Clock.SlotAt(Start.AddTicks(-1)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(799, 0)]
    [InlineData(800, 1)]
    [InlineData(1599, 1)]
    public void Epochs_begin_at_multiples_of_their_length(ulong slot, ulong epoch)
    {
        Assert.Equal(new EpochNo(epoch), Clock.EpochOf(new Slot(slot)));
        Assert.Equal(new Slot(epoch * 800), Clock.FirstSlotOf(new EpochNo(epoch)));
        Assert.Equal((UInt128)(epoch + 1) * 800, Clock.EndOfEpoch(new Slot(slot)));
    }

    [Theory]
    [InlineData(9, 180, 1)]
    [InlineData(10, 200, 2)]
    [InlineData(109, 299, 2)]
    [InlineData(110, 300, 3)]
    public void A_second_stretch_has_its_own_lengths(ulong slot, int seconds, ulong epoch)
    {
        Assert.Equal(Start.AddSeconds(seconds), TwoStretches.StartOf(new Slot(slot)));
        Assert.Equal(new Slot(slot), TwoStretches.SlotAt(Start.AddSeconds(seconds)));
        Assert.Equal(new EpochNo(epoch), TwoStretches.EpochOf(new Slot(slot)));
    }

    [Fact]
    public void Slot_and_time_come_back_in_both_stretches() => Seeds.ForAll(2_000, random =>
    {
        Slot slot = new((ulong)random.Next(1000));
        foreach (SlotClock clock in new[] { Clock, TwoStretches })
        {
            DateTimeOffset start = clock.StartOf(slot);
            Assert.Equal(slot, clock.SlotAt(start));
            if (slot.Value > 0)
                Assert.Equal(new Slot(slot.Value - 1), clock.SlotAt(start.AddTicks(-1)));
            Slot first = clock.FirstSlotOf(clock.EpochOf(slot));
            Assert.True(first <= slot && slot.Value < clock.EndOfEpoch(slot));
            Assert.Equal(clock.EpochOf(slot), clock.EpochOf(first));
        }
    });

    [Fact]
    public void The_greatest_slot_starts_at_the_end_of_time_and_overflows_nothing()
    {
        Assert.Equal(DateTimeOffset.MaxValue, Clock.StartOf(new Slot(ulong.MaxValue)));
        Assert.True(Clock.EndOfEpoch(new Slot(ulong.MaxValue)) > ulong.MaxValue);
        Assert.Throws<OverflowException>(() => Clock.FirstSlotOf(new EpochNo(ulong.MaxValue)));
    }

    [Fact]
    public void Stretches_out_of_order_or_of_no_length_are_refused()
    {
        SlotStretch first = new(new Slot(0), new EpochNo(0), TimeSpan.Zero, TimeSpan.FromSeconds(1), 5);
        Assert.Throws<ArgumentException>(() => new SlotClock(Start, []));
        Assert.Throws<ArgumentException>(() => new SlotClock(Start, [first, first]));
        Assert.Throws<ArgumentException>(() => new SlotClock(Start, [first with { FirstSlot = new Slot(1) }]));
        Assert.Throws<ArgumentException>(() => new SlotClock(Start, TimeSpan.Zero, 5));
        Assert.Throws<ArgumentException>(() => new SlotClock(Start, TimeSpan.FromSeconds(1), 0));
    }
}
