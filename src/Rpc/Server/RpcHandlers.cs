using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Server;

/// <summary>Serves one request with one response.</summary>
/// <remarks>
/// The token of every handler is cancelled when the caller gives up, the deadline passes, or (streams only) the server
/// stops; in the last case responses can still be sent within the server's grace. Throw <see cref="RpcException"/> to
/// choose the status; any other exception becomes INTERNAL without detail.
/// </remarks>
public delegate Task<TResponse> UnaryHandler<in TRequest, TResponse>(
    TRequest request, RpcContext context, CancellationToken cancellation);

/// <summary>Serves one request with a stream of responses; the stream's end ends the call.</summary>
/// <remarks>Each response is sent when it is yielded; the iterator resumes when the caller's window has room.</remarks>
public delegate IAsyncEnumerable<TResponse> ServerStreamingHandler<in TRequest, out TResponse>(
    TRequest request, RpcContext context, CancellationToken cancellation);

/// <summary>Serves a stream of requests with one response.</summary>
public delegate Task<TResponse> ClientStreamingHandler<in TRequest, TResponse>(
    IAsyncEnumerable<TRequest> requests, RpcContext context, CancellationToken cancellation);

/// <summary>Serves a stream of requests with a stream of responses; returning ends the call with OK.</summary>
/// <remarks>Requests may be enumerated once. Several tasks may write responses; all end before it returns.</remarks>
public delegate Task DuplexHandler<in TRequest, out TResponse>(
    IAsyncEnumerable<TRequest> requests,
    IRpcWriter<TResponse> responses,
    RpcContext context,
    CancellationToken cancellation);
