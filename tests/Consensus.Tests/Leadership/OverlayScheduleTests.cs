using System.Collections.Immutable;
using System.Numerics;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Consensus.Tests.Leadership;

public class OverlayScheduleTests
{
    private static readonly ActiveSlotCoefficient Twentieth = new(new Rational(1, 20));

    [Fact]
    public void Every_epoch_agrees_with_the_list_of_its_slots() => Seeds.ForAll(60, random =>
    {
        Rational d = AnyShare(random);
        ActiveSlotCoefficient f = new(new Rational(random.Next(1, 30), 30));
        ImmutableArray<Hash28> keys = Keys(random.Next(1, 8));
        ulong first = (ulong)random.Next(0, 100_000), length = (ulong)random.Next(1, 600);
        SortedDictionary<ulong, OverlaySlot> list = Listed(first, length, d, f, keys);
        for (ulong slot = first; slot < first + length; slot++)
        {
            OverlaySlot? expected = list.TryGetValue(slot, out OverlaySlot found) ? found : null;
            Assert.Equal(expected, OverlaySchedule.Find(new Slot(slot), new Slot(first), d, f, keys));
        }
    });

    [Fact]
    public void At_d_one_every_slot_is_in_the_schedule_and_delegates_take_turns_in_every_twentieth()
    {
        ImmutableArray<Hash28> keys = Keys(3);
        for (ulong slot = 0; slot < 200; slot++)
        {
            OverlaySlot? found = OverlaySchedule.Find(new Slot(slot), default, Rational.One, Twentieth, keys);
            Assert.Equal(slot % 20 == 0 ? keys[(int)(slot / 20 % 3)] : null, found!.Value.GenesisKeyHash);
        }
    }

    [Fact]
    public void At_d_zero_no_slot_is_in_the_schedule()
    {
        for (ulong slot = 0; slot < 200; slot++)
            Assert.Null(OverlaySchedule.Find(new Slot(slot), default, Rational.Zero, Twentieth, Keys(3)));
    }

    [Fact]
    public void Without_genesis_keys_the_slots_of_the_schedule_stay_silent() =>
        Assert.Equal(default(OverlaySlot), OverlaySchedule.Find(default, default, Rational.One, Twentieth, []));

    [Fact]
    public void The_greatest_slot_overflows_nothing() => Assert.NotNull(
        OverlaySchedule.Find(new Slot(ulong.MaxValue), default, Rational.One, Twentieth, Keys(7)));

    // The n-th slot of the schedule is ⌊n/d⌋ after the first of the epoch: the other way round than the rule.
    private static SortedDictionary<ulong, OverlaySlot> Listed(
        ulong first, ulong length, Rational d, ActiveSlotCoefficient f, ImmutableArray<Hash28> keys)
    {
        SortedDictionary<ulong, OverlaySlot> list = [];
        if (d == Rational.Zero)
            return list;
        BigInteger every = (Rational.One / f.Value).Floor();
        for (int n = 0; ; n++)
        {
            BigInteger offset = ((Rational)n / d).Floor();
            if (offset >= length)
                return list;
            bool isActive = n % every == 0;
            list.Add(first + (ulong)offset, new OverlaySlot(isActive ? keys[(int)(n / every % keys.Length)] : null));
        }
    }

    private static ImmutableArray<Hash28> Keys(int count) =>
        [.. Enumerable.Range(1, count).Select(i => Hash28.Parse(i.ToString("x56", System.Globalization.CultureInfo.InvariantCulture)))];

    private static Rational AnyShare(Random random) => random.Next(4) switch
    {
        0 => Rational.One,
        1 => Rational.Zero,
        2 => new Rational(random.Next(1, 1_000_000), 1_000_000),
        _ => new Rational(random.Next(1, 100), 100),
    };
}
