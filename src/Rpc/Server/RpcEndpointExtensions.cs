using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PoolTopology.Rpc.Server;

/// <summary>Serves gRPC from an ASP.NET Core application beside its other endpoints.</summary>
public static class RpcEndpointExtensions
{
    /// <summary>Maps the services; paths of no service answer UNIMPLEMENTED when the request is gRPC.</summary>
    /// <remarks>The application's endpoint must accept HTTP/2. <see cref="RpcHost"/> needs none of this.</remarks>
    public static void MapRpcServices(
        this IEndpointRouteBuilder endpoints,
        IReadOnlyList<RpcServiceDefinition> services,
        RpcServerOptions options,
        CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        RequestDelegate dispatch = new RpcDispatcher(services, options, stopping).InvokeAsync;
        endpoints.MapPost("/{service}/{method}", dispatch);
    }
}
