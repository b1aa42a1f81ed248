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
            return new SlotStep.Wait(clock.SystemStart);
        if (lastChecked is not { } last)
            return new SlotStep.Check(slot, null);
        if (slot <= last)
        {
            // After the clock went back, its next slot may be hours away; meanwhile the node looks up once a slot.
            DateTimeOffset next = clock.StartOf(new Slot(last.Value + 1));
            DateTimeOffset latest = now + clock.SlotLength;
            return new SlotStep.Wait(next < latest ? next : latest);
        }
        ulong skipped = slot.Value - last.Value - 1;
        return new SlotStep.Check(
            slot, skipped == 0 ? null : new Slot(slot.Value - Math.Min(skipped, SkippedSlotsMax)));
    }
}
