namespace PoolTopology.Orchestrator.Design;

/// <summary>The genesis parameters of the pool's devnet.</summary>
/// <param name="SlotLength">How long a slot lasts.</param>
/// <param name="ActiveSlotsCoefficient">The share of slots with a leader.</param>
/// <param name="SecurityParameter">Blocks that may be rolled back.</param>
/// <param name="EpochLengthSlots">Slots of an epoch.</param>
/// <param name="SlotsPerKesPeriod">Slots for which one evolution of the KES key signs.</param>
/// <param name="MaxKesEvolutions">Evolutions of a KES key.</param>
/// <param name="NetworkMagic">The network's number.</param>
internal sealed record DevnetDesign(
    TimeSpan SlotLength,
    decimal ActiveSlotsCoefficient,
    long SecurityParameter,
    long EpochLengthSlots,
    long SlotsPerKesPeriod,
    int MaxKesEvolutions,
    uint NetworkMagic);
