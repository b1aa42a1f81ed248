namespace PoolTopology.Network.Bearer;

/// <summary>How bytes travel in an <see cref="InMemoryNetwork"/>.</summary>
/// <param name="Time">The clock of the delays.</param>
/// <param name="Random">Cuts what is sent into pieces of random sizes, or null to leave it as it is.</param>
/// <param name="Delay">How long each piece is on its way.</param>
public sealed record InMemoryNetworkOptions(TimeProvider Time, Random? Random = null, TimeSpan Delay = default)
{
    /// <summary>The largest piece when what is sent is cut.</summary>
    public int PieceBytesMax { get; init; } = 2_000;
}
