using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>What to verify, and how.</summary>
public sealed record VerificationOptions
{
    /// <summary>The database folder, or the folder of its chunks.</summary>
    public required string DatabasePath { get; init; }

    /// <summary>The last slot to verify; null for all.</summary>
    public Slot? Until { get; init; }

    /// <summary>The snapshot to go on from, whose state is taken as it is; null to start from genesis.</summary>
    public SnapshotChoice? Snapshot { get; init; }

    /// <summary>How many threads work.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
