using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Eras;

/// <summary>The stretches of a network's time: Byron's slots and epochs, then Shelley's.</summary>
/// <remarks>
/// Spec: ouroboros-consensus <c>Ouroboros.Consensus.HardFork.History</c>. Mainnet: 208 epochs of 21,600 slots of 20 s,
/// then epochs of 432,000 slots of 1 s.
/// </remarks>
public static class EraHistory
{
    /// <summary>The clock of a network.</summary>
    /// <exception cref="OverflowException">Byron lasts longer than time can be counted.</exception>
    public static SlotClock ClockOf(ByronGenesis byron, ShelleyGenesis shelley, ChainStart start)
    {
        ArgumentNullException.ThrowIfNull(byron);
        ArgumentNullException.ThrowIfNull(shelley);
        ArgumentNullException.ThrowIfNull(start);
        return new SlotClock(shelley.SystemStart, Stretches(byron, shelley, start.ByronEpochs));
    }

    private static ImmutableArray<SlotStretch> Stretches(ByronGenesis byron, ShelleyGenesis shelley, ulong byronEpochs)
    {
        SlotStretch shelleyOn = new(
            default, default, TimeSpan.Zero, shelley.SlotLength, shelley.EpochLengthSlots);
        if (byronEpochs == 0)
            return [shelleyOn];
        ulong byronSlots = checked(byronEpochs * byron.EpochLengthSlots);
        return
        [
            new SlotStretch(default, default, TimeSpan.Zero, byron.SlotLength, byron.EpochLengthSlots),
            shelleyOn with
            {
                FirstSlot = new Slot(byronSlots),
                FirstEpoch = new EpochNo(byronEpochs),
                Start = TimeSpan.FromTicks(checked((long)byronSlots * byron.SlotLength.Ticks)),
            },
        ];
    }
}
