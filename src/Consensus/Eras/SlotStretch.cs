using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Eras;

/// <summary>A stretch of the chain in which slots and epochs keep one length.</summary>
/// <param name="FirstSlot">Where it begins.</param>
/// <param name="FirstEpoch">The epoch that begins there.</param>
/// <param name="Start">When it begins, counted from system start.</param>
/// <param name="SlotLength">How long a slot lasts.</param>
/// <param name="EpochLengthSlots">Slots in an epoch.</param>
/// <remarks>Spec: ouroboros-consensus <c>Ouroboros.Consensus.HardFork.History.EraSummary</c>.</remarks>
public sealed record SlotStretch(
    Slot FirstSlot, EpochNo FirstEpoch, TimeSpan Start, TimeSpan SlotLength, ulong EpochLengthSlots);
