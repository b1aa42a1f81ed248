namespace PoolTopology.Node.Health;

/// <summary>When a node stops being healthy.</summary>
/// <remarks>Units: slots of the node's network, and wall time.</remarks>
public sealed record HealthThresholds
{
    /// <summary>How unlikely a silence must be before it counts as a stall: one false alarm in a million silences.</summary>
    public const double FalseAlarm = 1e-6;

    /// <summary>Slots without a new block that turn <c>synced</c> off.</summary>
    public required ulong StallSlots { get; init; }

    /// <summary>How far, in blocks, the tip may be behind the best upstream tip.</summary>
    public ulong BehindBlocksMax { get; init; } = 2;

    /// <summary>How long a node may be without any upstream before <c>synced</c> turns off.</summary>
    public TimeSpan UpstreamLossGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How old the last leadership check may be before <c>forging</c> turns off.</summary>
    public TimeSpan LeadershipCheckAgeMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Derives the stall threshold from the chance that a slot has a block.</summary>
    /// <remarks>
    /// A silence of n slots has probability (1-f)^n, so n = ln(FalseAlarm) / ln(1-f): 270 slots at f = 0.05, 49 at
    /// f = 0.25. At least 20 slots, for networks where every slot has a block.
    /// </remarks>
    public static HealthThresholds For(double activeSlotCoefficient)
    {
        double slots = activeSlotCoefficient >= 1 ? 0 : Math.Log(FalseAlarm) / Math.Log(1 - activeSlotCoefficient);
        return new HealthThresholds { StallSlots = (ulong)Math.Max(20, Math.Ceiling(slots)) };
    }
}
