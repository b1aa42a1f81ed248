using PoolTopology.Rpc.Identity;

namespace PoolTopology.Rpc.Client;

/// <summary>Limits and surroundings of a channel.</summary>
public sealed record RpcChannelOptions
{
    /// <summary>The defaults.</summary>
    public static RpcChannelOptions Default { get; } = new();

    /// <summary>The largest response message; a larger one ends its call with RESOURCE_EXHAUSTED. Bytes.</summary>
    public int MaxReceivedMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The largest request message; a larger one is refused with RESOURCE_EXHAUSTED. Bytes.</summary>
    public int MaxSentMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long connecting may take before calls fail with UNAVAILABLE.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Silence during calls after which the client pings the server.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a ping may stay unanswered before the calls fail with UNAVAILABLE.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who we are: the channel then speaks mutual TLS with an orchestrator; null for plain HTTP/2.</summary>
    public RpcIdentity? Identity { get; init; }

    /// <summary>The clock of the deadlines.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
