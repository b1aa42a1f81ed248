using System.Collections.Immutable;
using PoolTopology.Consensus.Eras;
using PoolTopology.Node.Forging;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Schedule;

/// <summary>From own slots to the stretches between them. Pure.</summary>
internal static class WindowPlan
{
    /// <summary>How far ahead windows are told: what a restart needs, and no more of the schedule than that.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromHours(1);

    /// <summary>How many windows are told.</summary>
    public const int WindowsMax = 16;

    // An own slot and the one after it: the block has left the machine before the producer does.
    private const ulong SlotsOfOne = 2;

    /// <summary>The windows from a slot on.</summary>
    /// <param name="own">The own slots, in order; those that are over may be among them.</param>
    /// <param name="now">The slot that is running.</param>
    /// <param name="knownUntil">The first slot of which nobody knows.</param>
    /// <param name="clock">Slots and time.</param>
    public static ImmutableArray<FreeWindow> Of(IEnumerable<Slot> own, Slot now, Slot knownUntil, SlotClock clock)
    {
        ulong end = Math.Min(knownUntil.Value, clock.SlotAt(clock.StartOf(now) + Horizon).Value);
        List<FreeWindow> windows = [];
        ulong from = now.Value;
        foreach (Slot slot in own.TakeWhile(slot => slot.Value < end))
        {
            Add(from, slot.Value);
            from = Math.Max(from, slot.Value + SlotsOfOne);
        }
        Add(from, end);
        return [.. windows.Take(WindowsMax)];

        void Add(ulong first, ulong last)
        {
            if (first < last)
                windows.Add(new FreeWindow(clock.StartOf(new Slot(first)), clock.StartOf(new Slot(last))));
        }
    }
}
