using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Client;

/// <summary>What a caller asks of one call beside its messages.</summary>
public sealed record RpcCallOptions
{
    /// <summary>No deadline, no metadata: for streams that live as long as their peers.</summary>
    public static RpcCallOptions None { get; } = new();

    /// <summary>How long the whole call may take, or null; the server is told.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Metadata to send, or null.</summary>
    public RpcMetadata? Headers { get; init; }

    /// <summary>A call that must end within this time.</summary>
    public static RpcCallOptions Within(TimeSpan timeout) => new() { Timeout = timeout };
}
