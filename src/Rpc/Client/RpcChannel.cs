using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Rpc.Client;

/// <summary>A connection to one gRPC server, made on first use and made again after it broke.</summary>
/// <remarks>
/// Thread-safe; keep one per server. HTTP/2 over mutual TLS, or plain (<see cref="RpcChannelOptions.Identity"/>). Failed calls throw <see cref="RpcException"/>; a call that its
/// own token cancelled throws OperationCanceledException. No call is ever repeated by the channel once its request may
/// have reached the server: retrying is the caller's decision.
/// </remarks>
public sealed class RpcChannel : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly RpcChannelOptions _options;
    private readonly string _authority;

    /// <summary>A channel to a server; nothing is connected yet.</summary>
    /// <param name="server">An IPEndPoint, DnsEndPoint or UnixDomainSocketEndPoint.</param>
    /// <param name="options">Limits and clock.</param>
    public RpcChannel(EndPoint server, RpcChannelOptions options)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        string scheme = options.Identity is null ? "http" : "https";
        _authority = server switch
        {
            IPEndPoint ip => $"{scheme}://{ip}",
            DnsEndPoint dns => $"{scheme}://{dns.Host}:{dns.Port}",
            UnixDomainSocketEndPoint => $"{scheme}://localhost",
            _ => throw new ArgumentException($"cannot connect to a {server.GetType().Name}", nameof(server)),
        };
        Server = server;
        SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = options.ConnectTimeout,
            KeepAlivePingDelay = options.KeepAlivePingDelay,
            KeepAlivePingTimeout = options.KeepAlivePingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            ConnectCallback = (_, cancellation) => ConnectAsync(server, options.Identity, cancellation),
        };
        if (options.Identity is { } identity)
            handler.SslOptions = RpcTls.Client(identity);
        _http = new HttpMessageInvoker(handler);
    }

    /// <summary>The server that the channel was made for.</summary>
    public EndPoint Server { get; }

    /// <summary>One request, one response.</summary>
    public async Task<TResponse> UnaryAsync<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, TRequest request, RpcCallOptions options, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        (await UnaryWithMetadataAsync(method, request, options, cancellation)).Message;

    /// <summary>One request, one response, and the metadata that came with it.</summary>
    public async Task<RpcReply<TResponse>> UnaryWithMetadataAsync<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, TRequest request, RpcCallOptions options, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        method.RequireShape(RpcShape.Unary);
        await using ClientCall<TRequest, TResponse> call = Start(method, Single(request), options, cancellation);
        TResponse response = await call.ReadOnlyAsync(cancellation);
        return new RpcReply<TResponse>(response, await call.HeadersAsync(cancellation), call.Trailers);
    }

    /// <summary>One request, a stream of responses; the call starts with the enumeration and ends with it.</summary>
    public async IAsyncEnumerable<TResponse> ServerStreamingAsync<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method,
        TRequest request,
        RpcCallOptions options,
        [EnumeratorCancellation] CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        method.RequireShape(RpcShape.ServerStreaming);
        await using ClientCall<TRequest, TResponse> call = Start(method, Single(request), options, cancellation);
        while (await call.ReadAsync(cancellation) is { } response)
            yield return response;
    }

    /// <summary>A stream of requests, one response. Dispose of the call to give it up.</summary>
    public ClientStreamingCall<TRequest, TResponse> ClientStreaming<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, RpcCallOptions options, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        method.RequireShape(RpcShape.ClientStreaming);
        RequestStream<TRequest> requests = new(_options.MaxSentMessageBytes);
        return new ClientStreamingCall<TRequest, TResponse>(Start(method, requests, options, cancellation), requests);
    }

    /// <summary>Streams both ways. Dispose of the call to give it up.</summary>
    public DuplexCall<TRequest, TResponse> Duplex<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, RpcCallOptions options, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        method.RequireShape(RpcShape.Duplex);
        RequestStream<TRequest> requests = new(_options.MaxSentMessageBytes);
        return new DuplexCall<TRequest, TResponse>(Start(method, requests, options, cancellation), requests);
    }

    /// <summary>Closes the connection; calls under way fail.</summary>
    public void Dispose() => _http.Dispose();

    private ClientCall<TRequest, TResponse> Start<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method,
        HttpContent requests,
        RpcCallOptions options,
        CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ClientCall<TRequest, TResponse>(
            _http, new Uri(_authority + method.Path), method, requests, options, _options, cancellation);
    }

    private SingleRequest Single(IMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new SingleRequest(request, _options.MaxSentMessageBytes);
    }

    private static async ValueTask<Stream> ConnectAsync(
        EndPoint server, RpcIdentity? identity, CancellationToken cancellation)
    {
        // The server would only cut the connection: what is wrong is better said here.
        if (identity?.CheckOwn() is { } refusal)
            throw new PeerRefusedException(refusal, $"the server would refuse us: {refusal.Text}");
        Socket socket = server is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
