using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Eras;

/// <summary>Slots to wall-clock time, and slots to epochs.</summary>
/// <remarks>
/// One stretch from slot 0 on a chain that starts after Byron; on mainnet a stretch of 20-second slots goes before.
/// Immutable; safe to share between threads.
/// </remarks>
public sealed class SlotClock
{
    private readonly ImmutableArray<SlotStretch> _stretches;

    /// <summary>A clock of one stretch, from the start of slot 0.</summary>
    public SlotClock(DateTimeOffset systemStart, TimeSpan slotLength, ulong epochLengthSlots)
        : this(systemStart, [new SlotStretch(default, default, TimeSpan.Zero, slotLength, epochLengthSlots)])
    {
    }

    /// <summary>A clock of several stretches in order, the first one from slot 0.</summary>
    /// <exception cref="ArgumentException">
    /// There is no stretch, a length is zero, or one does not begin after the other.
    /// </exception>
    public SlotClock(DateTimeOffset systemStart, ImmutableArray<SlotStretch> stretches)
    {
        Require(stretches.Length > 0 && stretches[0].FirstSlot == default && stretches[0].Start == TimeSpan.Zero);
        for (int i = 0; i < stretches.Length; i++)
        {
            Require(stretches[i].SlotLength > TimeSpan.Zero && stretches[i].EpochLengthSlots > 0);
            Require(i == 0 || (stretches[i].FirstSlot > stretches[i - 1].FirstSlot
                && stretches[i].FirstEpoch > stretches[i - 1].FirstEpoch
                && stretches[i].Start > stretches[i - 1].Start));
        }
        SystemStart = systemStart;
        _stretches = stretches;
    }

    /// <summary>The start of slot 0.</summary>
    public DateTimeOffset SystemStart { get; }

    /// <summary>How long a slot of the last stretch lasts.</summary>
    public TimeSpan SlotLength => _stretches[^1].SlotLength;

    /// <summary>Slots in an epoch of the last stretch.</summary>
    public ulong EpochLengthSlots => _stretches[^1].EpochLengthSlots;

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
        TimeSpan elapsed = instant - SystemStart;
        SlotStretch stretch = LastWhere(s => s.Start <= elapsed);
        ulong slots = (ulong)((elapsed - stretch.Start).Ticks / stretch.SlotLength.Ticks);
        slot = new Slot(stretch.FirstSlot.Value + slots);
        return true;
    }

    /// <summary>The first instant of a slot.</summary>
    /// <remarks>A slot whose start no clock can show (beyond the year 9999) gives the greatest instant.</remarks>
    public DateTimeOffset StartOf(Slot slot)
    {
        SlotStretch stretch = StretchOf(slot);
        UInt128 ticks = (ulong)stretch.Start.Ticks
            + ((UInt128)(slot.Value - stretch.FirstSlot.Value) * (ulong)stretch.SlotLength.Ticks);
        TimeSpan left = DateTimeOffset.MaxValue - SystemStart;
        return ticks > (ulong)left.Ticks ? DateTimeOffset.MaxValue : SystemStart + TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>The epoch of a slot.</summary>
    public EpochNo EpochOf(Slot slot)
    {
        SlotStretch stretch = StretchOf(slot);
        return new EpochNo(
            stretch.FirstEpoch.Value + ((slot.Value - stretch.FirstSlot.Value) / stretch.EpochLengthSlots));
    }

    /// <summary>The first slot of an epoch.</summary>
    /// <exception cref="OverflowException">The slot would not fit 64 bits.</exception>
    public Slot FirstSlotOf(EpochNo epoch)
    {
        SlotStretch stretch = LastWhere(s => s.FirstEpoch <= epoch);
        return new Slot(checked(
            stretch.FirstSlot.Value + ((epoch.Value - stretch.FirstEpoch.Value) * stretch.EpochLengthSlots)));
    }

    /// <summary>The first slot after the epoch of a slot, which may lie beyond 64 bits.</summary>
    public UInt128 EndOfEpoch(Slot slot)
    {
        SlotStretch stretch = StretchOf(slot);
        ulong epochs = (slot.Value - stretch.FirstSlot.Value) / stretch.EpochLengthSlots;
        return stretch.FirstSlot.Value + (((UInt128)epochs + 1) * stretch.EpochLengthSlots);
    }

    private SlotStretch StretchOf(Slot slot) => LastWhere(s => s.FirstSlot <= slot);

    private SlotStretch LastWhere(Predicate<SlotStretch> begins)
    {
        for (int i = _stretches.Length - 1; i > 0; i--)
        {
            if (begins(_stretches[i]))
                return _stretches[i];
        }
        return _stretches[0];
    }

    private static void Require(bool condition)
    {
        if (!condition)
            throw new ArgumentException("stretches of slots in order, from slot 0, none of length zero");
    }
}
