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

    /// <summary>What happened after a number, and what happens.</summary>
    public static readonly RpcMethod<WatchEventsRequest, Event> WatchEvents =
        RpcMethod.Of<WatchEventsRequest, Event>(OrchestratorReflection.Descriptor, "Orchestrator", "WatchEvents");

    /// <summary>Begins a rollout.</summary>
    public static readonly RpcMethod<StartRolloutRequest, Rpc.Orchestrator.V1.Rollout> StartRollout =
        RpcMethod.Of<StartRolloutRequest, Rpc.Orchestrator.V1.Rollout>(OrchestratorReflection.Descriptor, "Orchestrator", "StartRollout");

    /// <summary>The last rollout.</summary>
    public static readonly RpcMethod<GetRolloutRequest, Rpc.Orchestrator.V1.Rollout> GetRollout =
        RpcMethod.Of<GetRolloutRequest, Rpc.Orchestrator.V1.Rollout>(OrchestratorReflection.Descriptor, "Orchestrator", "GetRollout");

    /// <summary>No further machine moves.</summary>
    public static readonly RpcMethod<SteerRolloutRequest, Rpc.Orchestrator.V1.Rollout> PauseRollout = Steering("PauseRollout");

    /// <summary>Machines move again.</summary>
    public static readonly RpcMethod<SteerRolloutRequest, Rpc.Orchestrator.V1.Rollout> ResumeRollout = Steering("ResumeRollout");

    /// <summary>Hold times are over.</summary>
    public static readonly RpcMethod<SteerRolloutRequest, Rpc.Orchestrator.V1.Rollout> PromoteRollout = Steering("PromoteRollout");

    /// <summary>Everything goes back.</summary>
    public static readonly RpcMethod<SteerRolloutRequest, Rpc.Orchestrator.V1.Rollout> AbortRollout = Steering("AbortRollout");

    /// <summary>The last one again.</summary>
    public static readonly RpcMethod<SteerRolloutRequest, Rpc.Orchestrator.V1.Rollout> RetryRollout = Steering("RetryRollout");

    private static RpcMethod<SteerRolloutRequest, Rpc.Orchestrator.V1.Rollout> Steering(string name) =>
        RpcMethod.Of<SteerRolloutRequest, Rpc.Orchestrator.V1.Rollout>(OrchestratorReflection.Descriptor, "Orchestrator", name);
}
