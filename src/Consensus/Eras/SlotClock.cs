using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Eras;

/// <summary>Slots to wall-clock time, and slots to epochs.</summary>
/// <remarks>
/// One stretch with one slot length and one epoch length, from system start: true of chains that start after Byron.
/// The era history, with a stretch for each length, takes its place here when older eras come.
/// </remarks>
public sealed class SlotClock
{
    /// <summary>A clock from the start of slot 0.</summary>
    public SlotClock(DateTimeOffset systemStart, TimeSpan slotLength, ulong epochLengthSlots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slotLength, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfZero(epochLengthSlots);
        SystemStart = systemStart;
        SlotLength = slotLength;
        EpochLengthSlots = epochLengthSlots;
    }

    /// <summary>The start of slot 0.</summary>
    public DateTimeOffset SystemStart { get; }

    /// <summary>How long a slot lasts.</summary>
    public TimeSpan SlotLength { get; }

    /// <summary>Slots in an epoch.</summary>
    public ulong EpochLengthSlots { get; }

    /// <summary>The slot at an instant; a slot contains its first instant, not its last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is before system start.</exception>
    public Slot SlotAt(DateTimeOffset instant) => TrySlotAt(instant, out Slot slot)
        ? slot
        : throw new ArgumentOutOfRangeException(nameof(instant), instant, "before system start");

    /// <summary>The slot at an instant; false before system start.</summary>
    public bool TrySlotAt(DateTimeOffset instant, out Slot slot)
    {
        slot = default;
        if (instant < SystemStart)
            return false;
        slot = new Slot((ulong)((instant - SystemStart).Ticks / SlotLength.Ticks));
        return true;
    }

    /// <summary>The first instant of a slot.</summary>
    /// <remarks>A slot whose start no clock can show (beyond the year 9999) gives the greatest instant.</remarks>
    public DateTimeOffset StartOf(Slot slot)
    {
        UInt128 ticks = (UInt128)slot.Value * (ulong)SlotLength.Ticks;
        TimeSpan left = DateTimeOffset.MaxValue - SystemStart;
        return ticks > (ulong)left.Ticks ? DateTimeOffset.MaxValue : SystemStart + TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>The epoch of a slot.</summary>
    public EpochNo EpochOf(Slot slot) => new(slot.Value / EpochLengthSlots);

    /// <summary>The first slot of an epoch.</summary>
    /// <exception cref="OverflowException">The slot would not fit 64 bits.</exception>
    public Slot FirstSlotOf(EpochNo epoch) => new(checked(epoch.Value * EpochLengthSlots));
}
