using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Server;

/// <summary>The methods of the service that people and programs ask.</summary>
internal static class OrchestratorMethods
{
    /// <summary>The pool now.</summary>
    public static readonly RpcMethod<GetPoolRequest, Pool> GetPool =
        RpcMethod.Of<GetPoolRequest, Pool>(OrchestratorReflection.Descriptor, "Orchestrator", "GetPool");

    /// <summary>The pool now and on every change.</summary>
    public static readonly RpcMethod<GetPoolRequest, Pool> WatchPool =
        RpcMethod.Of<GetPoolRequest, Pool>(OrchestratorReflection.Descriptor, "Orchestrator", "WatchPool");

    /// <summary>Other peers from a topology document.</summary>
    public static readonly RpcMethod<PushTopologyRequest, PushTopologyResponse> PushTopology =
        RpcMethod.Of<PushTopologyRequest, PushTopologyResponse>(
            OrchestratorReflection.Descriptor, "Orchestrator", "PushTopology");

    /// <summary>What happens from now on.</summary>
    public static readonly RpcMethod<WatchEventsRequest, Event> WatchEvents =
        RpcMethod.Of<WatchEventsRequest, Event>(OrchestratorReflection.Descriptor, "Orchestrator", "WatchEvents");
}
