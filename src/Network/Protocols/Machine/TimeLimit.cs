namespace PoolTopology.Network.Protocols.Machine;

/// <summary>How long the side that waits in a state waits: fixed, drawn from a range, or for ever.</summary>
internal readonly record struct TimeLimit(TimeSpan? Shortest, TimeSpan? Longest)
{
    public static TimeLimit None => default;

    public static TimeLimit Seconds(int seconds) => new(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds));

    /// <summary>Drawn anew each time, so that peers do not all give up at the same moment.</summary>
    public static TimeLimit SecondsBetween(int shortest, int longest) =>
        new(TimeSpan.FromSeconds(shortest), TimeSpan.FromSeconds(longest));

    public TimeSpan? Draw(Random random)
    {
        if (Shortest is not TimeSpan shortest || Longest is not TimeSpan longest)
            return null;
        return shortest == longest ? shortest : shortest + (longest - shortest) * random.NextDouble();
    }
}
