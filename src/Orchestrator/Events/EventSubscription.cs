using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PoolTopology.Orchestrator.Events;

/// <summary>One listener's queue of events.</summary>
/// <remarks>At most <see cref="Capacity"/> events wait; then the oldest are dropped and counted.</remarks>
internal sealed class EventSubscription : IDisposable
{
    /// <summary>Events that may wait for a listener.</summary>
    public const int Capacity = 4096;

    private readonly EventHub _hub;
    private readonly TimeProvider _time;
    private readonly Channel<PoolEvent> _queue;
    private long _lost;

    /// <summary>Another event waits already.</summary>
    public bool HasMore => _queue.Reader.TryPeek(out _);

    internal EventSubscription(EventHub hub, TimeProvider time)
    {
        _hub = hub;
        _time = time;
        _queue = Channel.CreateBounded<PoolEvent>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _lost));
    }

    /// <summary>The events in order, until the hub is complete.</summary>
    public async IAsyncEnumerable<PoolEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (PoolEvent happened in _queue.Reader.ReadAllAsync(cancellation))
        {
            long lost = Interlocked.Exchange(ref _lost, 0);
            if (lost > 0)
                yield return new EventsLost(_time.GetUtcNow(), lost);
            yield return happened;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hub.Remove(this);

    internal void Offer(PoolEvent happened) => _queue.Writer.TryWrite(happened);

    internal void Complete() => _queue.Writer.Complete();
}
