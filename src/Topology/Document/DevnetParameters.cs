namespace PoolTopology.Topology.Document;

/// <summary>The genesis parameters of a private network.</summary>
/// <remarks>The words are those of the Shelley genesis file.</remarks>
public sealed record DevnetParameters
{
    /// <summary>The parameters of a devnet whose file does not say otherwise.</summary>
    public static readonly DevnetParameters Default = new();

    /// <summary>How long a slot lasts.</summary>
    public TimeSpan SlotLength { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The share of slots in which at least one leader is expected.</summary>
    /// <remarks>Units: a ratio above 0 and at most 1.</remarks>
    public decimal ActiveSlotsCoefficient { get; init; } = 0.25m;

    /// <summary>The number of blocks that may still be rolled back (k).</summary>
    public long SecurityParameter { get; init; } = 20;

    /// <summary>The length of an epoch, or null for ten times k / f.</summary>
    /// <remarks>Units: slots.</remarks>
    public long? EpochLengthSlots { get; init; }

    /// <summary>How long one KES key lasts before it must evolve.</summary>
    /// <remarks>Units: slots.</remarks>
    public long SlotsPerKesPeriod { get; init; } = 129_600;

    /// <summary>How often a KES key may evolve before a new operational certificate is needed.</summary>
    public int MaxKesEvolutions { get; init; } = 62;

    /// <summary>The number that keeps this network apart from others in the handshake.</summary>
    public uint NetworkMagic { get; init; } = 42;

    /// <summary>The length of an epoch that holds: as written, or ten times k / f.</summary>
    /// <remarks>Units: slots, rounded up.</remarks>
    public long EffectiveEpochLengthSlots =>
        EpochLengthSlots ?? (long)Math.Ceiling(10m * SecurityParameter / ActiveSlotsCoefficient);
}
