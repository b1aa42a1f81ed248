using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>When the producer may be away, as it says itself. It tells the free stretches, never its slots.</summary>
/// <param name="Knowledge">What is known. Not knowing means: never.</param>
/// <param name="Reason">Why it is so; empty where windows are known.</param>
/// <param name="Windows">The next free stretches, in order of time, by the operator's clock.</param>
internal sealed record SlotWindows(WindowKnowledge Knowledge, string Reason, ImmutableArray<SlotWindow> Windows)
{
    /// <summary>Nobody knows at the moment.</summary>
    public static SlotWindows Unknown(string reason) => new(WindowKnowledge.Unknown, reason, []);

    /// <summary>Nobody will ever know.</summary>
    public static SlotWindows NeverTold(string reason) => new(WindowKnowledge.NeverTold, reason, []);

    /// <summary>It makes no blocks.</summary>
    public static SlotWindows NotNeeded(string reason) => new(WindowKnowledge.NotNeeded, reason, []);

    /// <summary>The producer said when.</summary>
    public static SlotWindows Known(ImmutableArray<SlotWindow> windows) => new(WindowKnowledge.Known, "", windows);

    /// <summary>The first window in which the producer may be away for so long, from now or from its beginning on.</summary>
    public SlotWindow? NextFor(TimeSpan need, DateTimeOffset now) =>
        Windows.FirstOrDefault(window => window.To - (window.From > now ? window.From : now) >= need);
}
