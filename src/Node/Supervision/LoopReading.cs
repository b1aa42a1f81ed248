namespace PoolTopology.Node.Supervision;

/// <summary>Where a loop was seen at one moment.</summary>
/// <param name="Turns">How many turns it has ended since it began.</param>
/// <param name="HasWork">It is in the middle of a turn, or something waits for it.</param>
internal readonly record struct LoopReading(long Turns, bool HasWork)
{
    /// <summary>Whether the loop has done something since, or had nothing to do.</summary>
    /// <remarks>A turn that begins between two readings has until the one after them.</remarks>
    public bool HasMovedSince(LoopReading before) => !HasWork || !before.HasWork || Turns != before.Turns;
}
