using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Server;

/// <summary>Where rollouts are asked for and steered.</summary>
internal interface IRolloutDesk
{
    /// <summary>Begins one; answers when it is recorded, or when there is nothing to do.</summary>
    /// <exception cref="RpcException">It cannot begin.</exception>
    Task<Rpc.Orchestrator.V1.Rollout> StartAsync(StartRolloutRequest request, string person, CancellationToken cancellation);

    /// <summary>The last one, again.</summary>
    /// <exception cref="RpcException">It cannot begin.</exception>
    Task<Rpc.Orchestrator.V1.Rollout> RetryAsync(SteerRolloutRequest request, string person, CancellationToken cancellation);

    /// <summary>The last one.</summary>
    /// <exception cref="RpcException">There was none.</exception>
    Rpc.Orchestrator.V1.Rollout Get();

    /// <summary>Steers the one that is going on.</summary>
    /// <exception cref="RpcException">None is, or another one is meant.</exception>
    Rpc.Orchestrator.V1.Rollout Steer(RolloutSteering wish, SteerRolloutRequest request, string person);
}
