using PoolTopology.Consensus.Eras;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Forge;

/// <summary>Says when to look at which slot. Pure; a slot is looked at once, whatever the clock does.</summary>
internal static class SlotTimetable
{
    /// <summary>How many slots that passed unseen are looked at afterwards; earlier ones are not counted.</summary>
    /// <remarks>Each costs a VRF evaluation: together they must not cost the slot that is running.</remarks>
    public const ulong SkippedSlotsMax = 100;

    /// <summary>What is next.</summary>
    /// <param name="lastChecked">The last slot that was looked at; null before the first.</param>
    /// <param name="now">The clock.</param>
    /// <param name="clock">Slots and time.</param>
    public static SlotStep Next(Slot? lastChecked, DateTimeOffset now, SlotClock clock)
    {
        if (!clock.TrySlotAt(now, out Slot slot))
            return WaitUntil(clock.SystemStart, now, clock);
        if (lastChecked is not { } last)
            return new SlotStep.Check(slot, null);
        if (slot <= last)
            return WaitUntil(clock.StartOf(new Slot(last.Value + 1)), now, clock);
        ulong skipped = slot.Value - last.Value - 1;
        return new SlotStep.Check(
            slot, skipped == 0 ? null : new Slot(slot.Value - Math.Min(skipped, SkippedSlotsMax)));
    }

    // Before the first slot, or after the clock went back, the next slot may be hours away. The loop looks up once a
    // slot length all the same: the clock may be put right, and keys may be asked for.
    private static SlotStep.Wait WaitUntil(DateTimeOffset next, DateTimeOffset now, SlotClock clock)
    {
        DateTimeOffset latest = now + clock.SlotLength;
        return new SlotStep.Wait(next < latest ? next : latest);
    }
}
