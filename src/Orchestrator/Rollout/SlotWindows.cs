using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>A stretch of time without a slot of the pool's own.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
internal sealed record SlotWindow(DateTimeOffset From, DateTimeOffset To);

/// <summary>When the producer may be away, as it says itself. It tells the free stretches, never its slots.</summary>
/// <param name="Trouble">Why nobody knows; empty where it is known. Not knowing means: never.</param>
/// <param name="Windows">The next free stretches, in order of time.</param>
internal sealed record SlotWindows(string Trouble, ImmutableArray<SlotWindow> Windows)
{
    /// <summary>The producer said when.</summary>
    public bool IsKnown => Trouble.Length == 0;

    /// <summary>The first moment from which the producer may be away for so long; null where none is known.</summary>
    public DateTimeOffset? NextFor(TimeSpan need, DateTimeOffset now) =>
        Windows.Where(window => window.To - (window.From > now ? window.From : now) >= need)
            .Select(window => (DateTimeOffset?)(window.From > now ? window.From : now))
            .FirstOrDefault();
}
