using System.Collections.Immutable;
using PoolTopology.Consensus.Eras;
using PoolTopology.Node.Forging;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Schedule;
using Xunit;

namespace PoolTopology.Producer.Tests.Schedule;

public sealed class WindowPlanTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SlotClock Clock = new(Start, TimeSpan.FromSeconds(1), 10_000);

    [Fact]
    public void Windows_lie_between_own_slots_and_leave_one_slot_for_the_block_to_travel()
    {
        Assert.Equal([Window(10, 20), Window(22, 30), Window(32, 50)], Of([20, 30], now: 10, knownUntil: 50));
    }

    [Fact]
    public void Own_slot_that_runs_or_is_just_over_delays_the_first_window()
    {
        Assert.Equal([Window(12, 50)], Of([10], now: 10, knownUntil: 50));
        Assert.Equal([Window(11, 50)], Of([9], now: 10, knownUntil: 50));
        Assert.Equal([Window(10, 50)], Of([8], now: 10, knownUntil: 50));
    }

    [Fact]
    public void Nothing_is_free_that_is_not_known()
    {
        Assert.Empty(Of([], now: 10, knownUntil: 10));
        Assert.Empty(Of([10, 11, 12], now: 10, knownUntil: 14));
    }

    [Fact]
    public void Only_the_next_hour_is_told()
    {
        Assert.Equal([Window(10, 3610)], Of([], now: 10, knownUntil: 9000));
        Assert.Equal([Window(10, 3610)], Of([3610], now: 10, knownUntil: 9000));
    }

    [Fact]
    public void At_most_sixteen_windows_are_told() =>
        Assert.Equal(16, Of([.. Enumerable.Range(4, 400).Select(i => (ulong)i * 5)], now: 10, knownUntil: 3000).Length);

    [Fact]
    public void Every_known_slot_is_in_a_window_or_own_or_right_after_one()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int run = 0; run < 300; run++)
        {
            ulong now = (ulong)random.Next(50, 200);
            ulong until = now + (ulong)random.Next(0, 30);
            SortedSet<ulong> own = [.. Enumerable.Range(0, 6).Select(_ => now - 5 + (ulong)random.Next(40))];
            FreeWindow[] windows = Of([.. own], now, until);
            for (ulong slot = now - 5; slot < until + 5; slot++)
            {
                DateTimeOffset at = Clock.StartOf(new Slot(slot));
                bool isFree = windows.Any(window => window.From <= at && at < window.To);
                bool isTaken = own.Contains(slot) || own.Contains(slot - 1);
                bool expected = slot >= now && slot < until && !isTaken;
                Assert.True(expected == isFree, $"seed {seed}, run {run}, slot {slot}: {isFree}");
            }
        }
    }

    private static FreeWindow[] Of(ImmutableArray<ulong> own, ulong now, ulong knownUntil) =>
        [.. WindowPlan.Of(own.Select(slot => new Slot(slot)), new Slot(now), new Slot(knownUntil), Clock)];

    private static FreeWindow Window(ulong from, ulong to) =>
        new(Clock.StartOf(new Slot(from)), Clock.StartOf(new Slot(to)));
}
