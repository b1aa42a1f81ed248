using System.Security.Cryptography.X509Certificates;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Rpc.Server;

/// <summary>What a handler knows about the call it serves, beside the messages.</summary>
/// <param name="method">The path of the method, <c>/package.Service/Method</c>.</param>
/// <param name="peer">The caller's address, or <c>unix</c> for a caller on a unix domain socket.</param>
/// <param name="requestHeaders">The metadata that the caller sent.</param>
/// <param name="deadline">When the caller stops waiting, or null.</param>
public sealed class RpcContext(string method, string peer, RpcMetadata requestHeaders, DateTimeOffset? deadline)
{
    /// <summary>The path of the method, <c>/package.Service/Method</c>.</summary>
    public string Method { get; } = method;

    /// <summary>The caller's address, or <c>unix</c> for a caller on a unix domain socket.</summary>
    public string Peer { get; } = peer;

    /// <summary>Who the caller proved to be over mutual TLS; null on a plain connection.</summary>
    public PeerName? Caller { get; init; }

    /// <summary>The caller's certificate over mutual TLS; null on a plain connection.</summary>
    public X509Certificate2? CallerCertificate { get; init; }

    /// <summary>The metadata that the caller sent.</summary>
    public RpcMetadata RequestHeaders { get; } = requestHeaders;

    /// <summary>When the caller stops waiting, or null; the handler's token is cancelled then.</summary>
    public DateTimeOffset? Deadline { get; } = deadline;

    /// <summary>Metadata to send before the first message; adding after that throws.</summary>
    public RpcMetadata ResponseHeaders { get; } = new();

    /// <summary>Metadata to send with the final status.</summary>
    public RpcMetadata ResponseTrailers { get; } = new();
}
