using System.Runtime.CompilerServices;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Server;

/// <summary>Events as they happen, of a run that keeps none.</summary>
internal sealed class LiveEvents(EventHub events) : IEventStream
{
    public async IAsyncEnumerable<Event> WatchAsync(ulong? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (after is not null)
            throw new RpcException(RpcStatusCode.FailedPrecondition, "this orchestrator keeps no events: watch from now on");
        using EventSubscription subscription = events.Subscribe();
        await foreach (PoolEvent happened in subscription.ReadAllAsync(cancellation))
            yield return PoolMessages.ToMessage(happened);
    }
}
