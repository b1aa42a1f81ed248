using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Observed;

/// <summary>Time from the start of a slot to the adoption of its block by the last relay, over the last blocks.</summary>
/// <param name="SamplesMs">The last samples in the order of their completion, at most <see cref="Window"/>.</param>
/// <param name="Count">How many there are.</param>
internal sealed record Propagation(ImmutableQueue<double> SamplesMs, int Count)
{
    /// <summary>Blocks over which the percentiles are taken.</summary>
    public const int Window = 100;

    /// <summary>A block that came later than this was fetched while catching up: it says nothing about propagation.</summary>
    public const double LongestMs = 30_000;

    /// <summary>No block yet.</summary>
    public static readonly Propagation None = new([], 0);

    /// <summary>The median in milliseconds, or null before the first block.</summary>
    public double? P50Ms => Percentile(0.50);

    /// <summary>The 95th percentile in milliseconds, or null before the first block.</summary>
    public double? P95Ms => Percentile(0.95);

    /// <summary>The window with one more sample; samples of catching up are left out.</summary>
    public Propagation With(double sampleMs)
    {
        if (sampleMs > LongestMs)
            return this;
        return Count < Window
            ? new Propagation(SamplesMs.Enqueue(sampleMs), Count + 1)
            : new Propagation(SamplesMs.Dequeue().Enqueue(sampleMs), Count);
    }

    // Nearest rank: the smallest sample with at least the wanted share of samples at or below it.
    private double? Percentile(double share)
    {
        if (Count == 0)
            return null;
        double[] sorted = [.. SamplesMs.Order()];
        return sorted[(int)Math.Ceiling(share * Count) - 1];
    }
}
