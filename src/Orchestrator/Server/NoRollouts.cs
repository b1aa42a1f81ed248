using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Server;

/// <summary>A pool on one machine has no rollouts.</summary>
internal sealed class NoRollouts : IRolloutDesk
{
    public Task<Rpc.Orchestrator.V1.Rollout> StartAsync(StartRolloutRequest request, string person, CancellationToken cancellation) => throw None();

    public Task<Rpc.Orchestrator.V1.Rollout> RetryAsync(SteerRolloutRequest request, string person, CancellationToken cancellation) => throw None();

    public Rpc.Orchestrator.V1.Rollout Get() => throw None();

    public Rpc.Orchestrator.V1.Rollout Steer(RolloutSteering wish, SteerRolloutRequest request, string person) => throw None();

    private static RpcException None() =>
        new(RpcStatusCode.FailedPrecondition, "this orchestrator runs a pool on one machine; `pool serve` carries rollouts out");
}
