using System.Runtime.CompilerServices;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Rpc.Orchestrator.V1;
using PoolTopology.Rpc.Server;

namespace PoolTopology.Orchestrator.Server;

/// <summary>Answers people and programs: the pool's state, its events, and orders to change its peers.</summary>
internal sealed class OrchestratorService(PoolMonitor monitor, EventHub events, TopologyPush push, TimeProvider time)
{
    /// <summary>A watcher hears of changes at most this often.</summary>
    public static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The service as a server serves it.</summary>
    public RpcServiceDefinition Define() =>
        RpcServiceDefinition.For(OrchestratorReflection.Descriptor, "Orchestrator")
            .Unary(OrchestratorMethods.GetPool,
                (_, _, _) => Task.FromResult(PoolMessages.ToMessage(monitor.Current, time.GetUtcNow())))
            .ServerStreaming(OrchestratorMethods.WatchPool, WatchPoolAsync)
            .ServerStreaming(OrchestratorMethods.WatchEvents, WatchEventsAsync)
            .Unary(OrchestratorMethods.PushTopology, (request, _, cancellation) => push.PushAsync(request, cancellation))
            .Build();

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

    private async IAsyncEnumerable<Event> WatchEventsAsync(
        WatchEventsRequest request, RpcContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using EventSubscription subscription = events.Subscribe();
        await foreach (PoolEvent happened in subscription.ReadAllAsync(cancellation))
            yield return PoolMessages.ToMessage(happened);
    }
}
