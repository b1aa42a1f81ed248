namespace PoolTopology.Network.Mux;

/// <summary>The timestamps of segments.</summary>
internal static class MuxClock
{
    /// <summary>The lower 32 bits of the monotonic clock.</summary>
    /// <remarks>Units: microseconds; wraps about every 71 minutes.</remarks>
    public static uint Now(TimeProvider time)
    {
        long microseconds = (long)(time.GetTimestamp() * (1_000_000.0 / time.TimestampFrequency));
        return unchecked((uint)microseconds);
    }
}
