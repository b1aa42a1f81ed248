using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Inspection;
using PoolTopology.Storage.LedgerDb;

namespace PoolTopology.Node.Verification;

/// <summary>What a verification found.</summary>
public sealed record VerificationReport
{
    /// <summary>The folder that was given.</summary>
    public required string Database { get; init; }

    /// <summary>The network of the configuration.</summary>
    public required NetworkMagic NetworkMagic { get; init; }

    /// <summary>The block that verification started behind.</summary>
    public required Tip Start { get; init; }

    /// <summary>Newer snapshots that were passed over when one was asked for.</summary>
    public IReadOnlyList<SkippedSnapshot> SkippedSnapshots { get; init; } = [];

    /// <summary>The last slot that was wanted; null for all.</summary>
    public required Slot? Until { get; init; }

    /// <summary>The last valid block.</summary>
    public required Tip Tip { get; init; }

    /// <summary>What was counted over valid blocks.</summary>
    public required VerificationCounts Counts { get; init; }

    /// <summary>The epochs that have begun, in order.</summary>
    public required IReadOnlyList<EpochSummary> Epochs { get; init; }

    /// <summary>What was found about the files that did not end the chain.</summary>
    public required IReadOnlyList<StorageFinding> Findings { get; init; }

    /// <summary>Where the chain stops being right; null when it is right to its end.</summary>
    public required Divergence? Divergence { get; init; }

    /// <summary>How long it took, and what.</summary>
    public required VerificationCost Cost { get; init; }

    /// <summary>Every block is valid, and no file says anything else.</summary>
    public bool IsValid => Divergence is null && Findings.All(finding => finding.Weight == FindingWeight.NodeRepairs);
}
