using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PoolTopology.Node.Status;

namespace PoolTopology.Node.Metrics;

/// <summary>Serves <c>GET /metrics</c> for Prometheus. Everything else is 404 or 405.</summary>
/// <remarks>Bounded: at most <see cref="ConnectionsMax"/> connections, no request bodies.</remarks>
internal sealed class MetricsEndpoint(IPEndPoint address, StatusCell status, ILoggerFactory logs)
{
    /// <summary>Connections at a time; Prometheus needs one.</summary>
    public const int ConnectionsMax = 32;

    /// <summary>Serves until cancelled.</summary>
    /// <exception cref="IOException">The address is taken.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        KestrelServerOptions options = new() { AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = ConnectionsMax;
        options.Limits.MaxRequestBodySize = 0;
        options.Listen(address, listen => listen.Protocols = HttpProtocols.Http1);
        using KestrelServer server = new(
            Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);
        await server.StartAsync(new Application(AnswerAsync), cancellation);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        }
        finally
        {
            await server.StopAsync(new CancellationToken(canceled: true));
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path != "/metrics")
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        byte[] text = Encoding.UTF8.GetBytes(MetricsText.Render(status.Latest));
        http.Response.ContentLength = text.Length;
        await http.Response.Body.WriteAsync(text, http.RequestAborted);
    }

    /// <summary>The bridge from Kestrel to a request delegate, without routing, middleware or scopes.</summary>
    private sealed class Application(RequestDelegate answer) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => answer(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            // Nothing was allocated per request.
        }
    }
}
