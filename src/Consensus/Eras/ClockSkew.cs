using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Eras;

/// <summary>Judges whether a header comes from the future, with patience for clocks that differ a little.</summary>
/// <remarks>
/// Units: the greatest skew that is tolerated; 2 s in the reference.
/// Spec: ouroboros-consensus <c>Ouroboros.Consensus.MiniProtocol.ChainSync.Client.InFutureCheck</c>
/// (<c>defaultClockSkew</c>): beyond the skew the peer is left, within it the header waits for its slot.
/// </remarks>
public readonly record struct ClockSkew(TimeSpan Tolerance)
{
    /// <summary>The reference's tolerance.</summary>
    public static ClockSkew Default => new(TimeSpan.FromSeconds(2));

    /// <summary>
    /// How long a header of a slot must wait: zero when its slot has begun, null when it is too far ahead.
    /// </summary>
    public TimeSpan? WaitFor(Slot slot, DateTimeOffset now, SlotClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        TimeSpan ahead = clock.StartOf(slot) - now;
        if (ahead <= TimeSpan.Zero)
            return TimeSpan.Zero;
        return ahead <= Tolerance ? ahead : null;
    }
}
