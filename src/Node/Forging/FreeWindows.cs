using System.Collections.Immutable;

namespace PoolTopology.Node.Forging;

/// <summary>When a producer may be away without costing a block. Of its schedule it tells no more than this.</summary>
public abstract record FreeWindows
{
    private FreeWindows()
    {
    }

    /// <summary>Nobody knows; nothing may be assumed.</summary>
    /// <param name="Reason">Why, as one sentence.</param>
    public sealed record Unknown(string Reason) : FreeWindows;

    /// <summary>Within these windows, and at no other time.</summary>
    /// <param name="Windows">In order of time.</param>
    public sealed record Known(ImmutableArray<FreeWindow> Windows) : FreeWindows;

    /// <summary>It has no keys: at any time.</summary>
    public sealed record NeverForges : FreeWindows;
}
