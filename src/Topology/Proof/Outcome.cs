using PoolTopology.Topology.Intents;

namespace PoolTopology.Topology.Proof;

/// <summary>What may happen to a packet with some header.</summary>
/// <remarks>Both may happen where a limit decides. At least one does.</remarks>
/// <param name="Passes">What lets it pass, or null where it never does.</param>
/// <param name="Ends">What ends it, or null where it never does.</param>
public sealed record Outcome(Decision? Passes, Decision? Ends)
{
    /// <summary>How surely it passes.</summary>
    public Passage Passage => (Passes, Ends) switch
    {
        (null, _) => Passage.Never,
        (_, null) => Passage.Always,
        _ => Passage.Limited,
    };

    /// <summary>What may happen when one of two things does.</summary>
    public Outcome Or(Outcome other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Outcome(Passes ?? other.Passes, Ends ?? other.Ends);
    }

    /// <summary>What may happen when the packet must pass twice.</summary>
    public Outcome Then(Outcome next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (Passes is null)
            return this;
        return new Outcome(next.Passes is null ? null : next.Passes.Chain is null ? Passes : next.Passes, Ends ?? next.Ends);
    }
}
