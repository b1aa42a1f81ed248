namespace PoolTopology.Node.Pipeline;

/// <summary>Bounds on what block-fetch asks for at once.</summary>
public sealed record FetchLimits
{
    /// <summary>Requests to one peer at a time: while one is answered the next is on its way.</summary>
    public int RequestsPerPeerMax { get; init; } = 4;

    /// <summary>Blocks in one request.</summary>
    public int BlocksPerRequestMax { get; init; } = 100;

    /// <summary>Bytes of bodies in one request, as the headers announce them; one block may exceed it alone.</summary>
    public long BytesPerRequestMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long a block may be in flight from one peer before another may be asked for it too.</summary>
    public TimeSpan PatienceWithOnePeer { get; init; } = TimeSpan.FromSeconds(5);
}
