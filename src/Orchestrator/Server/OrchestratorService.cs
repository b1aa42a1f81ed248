using System.Runtime.CompilerServices;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Rpc.Orchestrator.V1;
using PoolTopology.Rpc.Server;

namespace PoolTopology.Orchestrator.Server;

/// <summary>Answers people and programs: the pool's state, its events, orders to change its peers, rollouts.</summary>
internal sealed class OrchestratorService(
    PoolMonitor monitor, IEventStream events, TopologyPush push, IRolloutDesk rollouts, TimeProvider time)
{
    /// <summary>A watcher hears of changes at most this often.</summary>
    public static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The service as a server serves it.</summary>
    public RpcServiceDefinition Define() =>
        RpcServiceDefinition.For(OrchestratorReflection.Descriptor, "Orchestrator")
            .Unary(OrchestratorMethods.GetPool,
                (_, _, _) => Task.FromResult(PoolMessages.ToMessage(monitor.Current, time.GetUtcNow())))
            .ServerStreaming(OrchestratorMethods.WatchPool, WatchPoolAsync)
            .ServerStreaming(OrchestratorMethods.WatchEvents, (request, _, cancellation) =>
                events.WatchAsync(request.HasAfterSequence ? request.AfterSequence : null, cancellation))
            .Unary(OrchestratorMethods.PushTopology, (request, _, cancellation) => push.PushAsync(request, cancellation))
            .Unary(OrchestratorMethods.StartRollout, (request, context, cancellation) =>
                rollouts.StartAsync(request, PersonOf(context), cancellation))
            .Unary(OrchestratorMethods.RetryRollout, (request, context, cancellation) =>
                rollouts.RetryAsync(request, PersonOf(context), cancellation))
            .Unary(OrchestratorMethods.GetRollout, (_, _, _) => Task.FromResult(rollouts.Get()))
            .Unary(OrchestratorMethods.PauseRollout, Steer(RolloutSteering.Pause))
            .Unary(OrchestratorMethods.ResumeRollout, Steer(RolloutSteering.Resume))
            .Unary(OrchestratorMethods.PromoteRollout, Steer(RolloutSteering.Promote))
            .Unary(OrchestratorMethods.AbortRollout, Steer(RolloutSteering.Abort))
            .Build();

    private UnaryHandler<SteerRolloutRequest, Rpc.Orchestrator.V1.Rollout> Steer(RolloutSteering wish) =>
        (request, context, _) => Task.FromResult(rollouts.Steer(wish, request, PersonOf(context)));

    // On the unix socket it is whoever runs the service.
    private static string PersonOf(RpcContext context) => context.Caller?.Name ?? Environment.UserName;

    private async IAsyncEnumerable<Pool> WatchPoolAsync(
        GetPoolRequest request, RpcContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        PoolState known = monitor.Current;
        while (true)
        {
            yield return PoolMessages.ToMessage(known, time.GetUtcNow());
            await Task.Delay(WatchInterval, time, cancellation);
            known = await monitor.WaitForChangeAsync(known, cancellation);
        }
    }
}
