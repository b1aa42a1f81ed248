using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Rpc.Server;

/// <summary>A running gRPC server: Kestrel with HTTP/2 only, nothing else of a web host.</summary>
/// <remarks>Takes no signals and no configuration: the process that starts it decides when it stops.</remarks>
public sealed class RpcHost : IAsyncDisposable
{
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);

    private readonly KestrelServer _server;
    private readonly CancellationTokenSource _stopping;
    private readonly TimeSpan _stopGrace;
    private readonly TimeProvider _clock;
    private Task? _stopped;

    private RpcHost(
        KestrelServer server,
        CancellationTokenSource stopping,
        RpcServerOptions options,
        IReadOnlyList<EndPoint> listening)
    {
        _server = server;
        _stopping = stopping;
        _stopGrace = options.StopGrace;
        _clock = options.Clock;
        EndPoints = listening;
    }

    /// <summary>Where the server listens, in the order asked for, with the port that the system chose for 0.</summary>
    public IReadOnlyList<EndPoint> EndPoints { get; }

    /// <summary>Starts a server on TCP addresses (IPEndPoint) and unix sockets (UnixDomainSocketEndPoint).</summary>
    /// <remarks>
    /// A unix socket is created for its owner only (0600), before anybody can connect; what a killed predecessor left
    /// is replaced, a living one is not. Errors: IOException when an address is taken.
    /// </remarks>
    public static async Task<RpcHost> StartAsync(
        IReadOnlyList<EndPoint> listenOn,
        IReadOnlyList<RpcServiceDefinition> services,
        RpcServerOptions options,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(listenOn);
        ArgumentNullException.ThrowIfNull(options);
        CancellationTokenSource stopping = new();
        RpcDispatcher dispatcher = new(services, options, stopping.Token);
        KestrelServerOptions kestrel = Configure(options);
        List<ListenOptions> listeners = [];
        if (options.Identity is not null)
            kestrel.ApplicationServices = TlsServices();
        foreach (EndPoint endPoint in listenOn)
        {
            kestrel.Listen(endPoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                if (options.Identity is { } identity && endPoint is not UnixDomainSocketEndPoint)
                    listen.UseHttps(Handshake(identity, options.OnRefusedPeer));
                listeners.Add(listen);
            });
        }
        SocketTransportOptions sockets = new() { CreateBoundListenSocket = ListenSockets.Bind };
        KestrelServer server = new(
            Options.Create(kestrel), new SocketTransportFactory(Options.Create(sockets), options.Logs), options.Logs);
        try
        {
            await server.StartAsync(new Application(dispatcher.InvokeAsync), cancellation);
        }
        catch
        {
            server.Dispose();
            stopping.Dispose();
            throw;
        }
        return new RpcHost(server, stopping, options, [.. listeners.Select(listener => listener.EndPoint)]);
    }

    /// <summary>Stops: no new connections, streams end with UNAVAILABLE, unary calls may finish in the grace.</summary>
    /// <remarks>Idempotent. Set health to NOT_SERVING first, so that watchers hear it.</remarks>
    public Task StopAsync()
    {
        lock (_stopping)
            return _stopped ??= StopOnceAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _server.Dispose();
        _stopping.Dispose();
    }

    private async Task StopOnceAsync()
    {
        await _stopping.CancelAsync();
        using CancellationTokenSource grace = new(_stopGrace, _clock);
        await _server.StopAsync(grace.Token);
    }

    private static TlsHandshakeCallbackOptions Handshake(RpcIdentity identity, Action<string, PeerRefusal> onRefused) => new()
    {
        HandshakeTimeout = HandshakeLimit,
        OnConnection = begun => ValueTask.FromResult(RpcTls.Server(
            identity, refusal => onRefused(begun.Connection.RemoteEndPoint?.ToString() ?? "", refusal))),
    };

    /// <summary>What Kestrel's TLS asks of a host, and nothing else of one.</summary>
    private static IServiceProvider TlsServices()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        return builder.Build().Services;
    }

    private static KestrelServerOptions Configure(RpcServerOptions options)
    {
        KestrelServerOptions kestrel = new() { AddServerHeader = false };
        KestrelServerLimits limits = kestrel.Limits;
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.Http2.MaxStreamsPerConnection = options.MaxCallsPerConnection;
        limits.Http2.KeepAlivePingDelay = options.KeepAlivePingDelay;
        limits.Http2.KeepAlivePingTimeout = options.KeepAlivePingTimeout;
        return kestrel;
    }

    /// <summary>The bridge from Kestrel to a request delegate, without routing, middleware or scopes.</summary>
    private sealed class Application(RequestDelegate handle) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handle(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // Nothing was allocated per request.
        }
    }
}
