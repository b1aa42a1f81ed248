using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Server;

/// <summary>Where watchers get their events from.</summary>
internal interface IEventStream
{
    /// <summary>Events after a number, or from now on where none is given; until cancelled.</summary>
    IAsyncEnumerable<Event> WatchAsync(ulong? after, CancellationToken cancellation);
}
