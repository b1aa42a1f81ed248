using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Server;

/// <summary>Hands each HTTP/2 request to the method that its path names.</summary>
/// <remarks>A terminal request delegate: whatever is not gRPC is refused with an HTTP status.</remarks>
public sealed class RpcDispatcher
{
    private readonly FrozenDictionary<string, MethodBinding> _methods;
    private readonly RpcServerOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;

    /// <summary>A dispatcher over these services.</summary>
    /// <param name="services">Each service once; a second one of the same name is an ArgumentException.</param>
    /// <param name="options">Limits, clock and logs.</param>
    /// <param name="stopping">Cancelled when the server begins to stop: streams then end with UNAVAILABLE.</param>
    public RpcDispatcher(
        IReadOnlyList<RpcServiceDefinition> services, RpcServerOptions options, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        _methods = services.SelectMany(service => service.Bindings)
            .ToFrozenDictionary(binding => binding.Path, StringComparer.Ordinal);
        _options = options;
        _logger = options.Logs.CreateLogger("PoolTopology.Rpc.Server");
        _stopping = stopping;
    }

    /// <summary>Serves one request to its end.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        int refusal = RefusalOf(http.Request);
        if (refusal != 0)
        {
            http.Response.StatusCode = refusal;
            return Task.CompletedTask;
        }
        MethodBinding? binding = _methods.GetValueOrDefault(http.Request.Path.Value ?? "");
        return ServerCall.ServeAsync(http, binding, _options, _logger, _stopping);
    }

    private static int RefusalOf(HttpRequest request)
    {
        if (!HttpProtocol.IsHttp2(request.Protocol))
            return StatusCodes.Status426UpgradeRequired;
        if (!HttpMethods.IsPost(request.Method))
            return StatusCodes.Status405MethodNotAllowed;
        return HeaderNames.IsGrpc(request.ContentType) ? 0 : StatusCodes.Status415UnsupportedMediaType;
    }
}
