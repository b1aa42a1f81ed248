using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>What to verify, and how.</summary>
public sealed record VerificationOptions
{
    /// <summary>The database folder, or the folder of its chunks.</summary>
    public required string DatabasePath { get; init; }

    /// <summary>cardano-node's config.json.</summary>
    public required string ConfigFile { get; init; }

    /// <summary>The last slot to verify; null for all.</summary>
    public Slot? Until { get; init; }

    /// <summary>How many threads work.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
