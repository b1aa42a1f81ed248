using PoolTopology.Rpc.Health;
using PoolTopology.Rpc.Server;

namespace PoolTopology.Rpc.Reflection;

/// <summary>The services that every server of ours offers beside its own.</summary>
public static class StandardServices
{
    /// <summary>These services with health over the registry, and reflection over all of them.</summary>
    public static IReadOnlyList<RpcServiceDefinition> With(
        HealthRegistry health, params RpcServiceDefinition[] services)
    {
        IReadOnlyList<RpcServiceDefinition> described = [.. services, HealthService.Define(health)];
        return [.. described, .. ReflectionService.Define(described)];
    }
}
