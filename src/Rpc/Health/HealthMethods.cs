using Grpc.Health.V1;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Health;

/// <summary>The methods of <c>grpc.health.v1.Health</c>, for clients and servers.</summary>
public static class HealthMethods
{
    /// <summary>The state of one service now.</summary>
    public static readonly RpcMethod<HealthCheckRequest, HealthCheckResponse> Check =
        RpcMethod.Of<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor, "Health", "Check");

    /// <summary>The states of all services now.</summary>
    public static readonly RpcMethod<HealthListRequest, HealthListResponse> List =
        RpcMethod.Of<HealthListRequest, HealthListResponse>(HealthReflection.Descriptor, "Health", "List");

    /// <summary>The state of one service now and whenever it changes.</summary>
    public static readonly RpcMethod<HealthCheckRequest, HealthCheckResponse> Watch =
        RpcMethod.Of<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor, "Health", "Watch");
}
