using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Rpc.Server;

/// <summary>Limits and surroundings of a server; the defaults suit a node's management port.</summary>
public sealed record RpcServerOptions
{
    /// <summary>The defaults.</summary>
    public static RpcServerOptions Default { get; } = new();

    /// <summary>The largest request message; a larger one ends its call with RESOURCE_EXHAUSTED. Bytes.</summary>
    public int MaxReceivedMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The largest response message; a larger one ends its call with RESOURCE_EXHAUSTED. Bytes.</summary>
    public int MaxSentMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Connections open at once; further ones are closed on arrival.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>Calls open at once on one connection; clients queue further ones.</summary>
    public int MaxCallsPerConnection { get; init; } = 100;

    /// <summary>Silence on a connection after which the server pings the client.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a ping may stay unanswered before the connection is closed.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one message may wait for a caller that does not read, before its call is reset.</summary>
    public TimeSpan SlowReaderGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long unary calls may still run once the server stops.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock of the deadlines.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Who we are on TCP addresses, which then speak mutual TLS; null for plain HTTP/2. Unix sockets stay plain.</summary>
    public RpcIdentity? Identity { get; init; }

    /// <summary>Told of each TLS connection that is refused: from where, and why. Must not take long.</summary>
    public Action<string, PeerRefusal> OnRefusedPeer { get; init; } = (_, _) => { };

    /// <summary>Asked before each call is handled: throws <see cref="Calls.RpcException"/> where the caller may not.</summary>
    /// <remarks>The token that it returns ends the call with UNAUTHENTICATED when the caller loses its admission.</remarks>
    public Func<RpcContext, CancellationToken> Admit { get; init; } = _ => CancellationToken.None;

    /// <summary>Where failures are reported.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;
}
