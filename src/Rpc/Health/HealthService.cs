using System.Runtime.CompilerServices;
using Grpc.Health.V1;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Server;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace PoolTopology.Rpc.Health;

/// <summary>The standard service <c>grpc.health.v1.Health</c> over a <see cref="HealthRegistry"/>.</summary>
/// <remarks>Spec: https://github.com/grpc/grpc/blob/master/doc/health-checking.md</remarks>
public static class HealthService
{
    private const int MaxListed = 100;
    private const int MaxNameCharacters = 256;

    /// <summary>The definition to serve.</summary>
    public static RpcServiceDefinition Define(HealthRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return RpcServiceDefinition.For(HealthReflection.Descriptor, "Health")
            .Unary(HealthMethods.Check, (request, _, _) => Task.FromResult(Check(registry, request)))
            .Unary(HealthMethods.List, (_, _, _) => Task.FromResult(List(registry)))
            .ServerStreaming(
                HealthMethods.Watch, (request, _, cancellation) => WatchAsync(registry, request, cancellation))
            .Build();
    }

    private static HealthCheckResponse Check(HealthRegistry registry, HealthCheckRequest request)
    {
        RequireName(request.Service);
        ServingStatus status = registry.Find(request.Service)
            ?? throw new RpcException(RpcStatusCode.NotFound, $"no service '{request.Service}'");
        return new HealthCheckResponse { Status = status };
    }

    private static HealthListResponse List(HealthRegistry registry)
    {
        IReadOnlyList<KeyValuePair<string, ServingStatus>> statuses = registry.Snapshot();
        if (statuses.Count > MaxListed)
            throw new RpcException(
                RpcStatusCode.ResourceExhausted, $"{statuses.Count} services; List ends at {MaxListed}");
        HealthListResponse response = new();
        foreach ((string service, ServingStatus status) in statuses)
            response.Statuses.Add(service, new HealthCheckResponse { Status = status });
        return response;
    }

    private static async IAsyncEnumerable<HealthCheckResponse> WatchAsync(
        HealthRegistry registry, HealthCheckRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        RequireName(request.Service);
        using HealthWatch watch = registry.Watch(request.Service);
        await foreach (ServingStatus status in watch.ReadAllAsync(cancellation))
            yield return new HealthCheckResponse { Status = status };
    }

    /// <summary>A watch keeps the name that it was given, so names have a bound.</summary>
    private static void RequireName(string service)
    {
        if (service.Length > MaxNameCharacters)
            throw new RpcException(
                RpcStatusCode.InvalidArgument, $"service names end at {MaxNameCharacters} characters");
    }
}
