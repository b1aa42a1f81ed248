using System.Collections.Immutable;
using System.Threading.Channels;
using PoolTopology.Orchestrator.Events;

namespace PoolTopology.Orchestrator.Observed;

/// <summary>Owns the observed state: takes observations one after the other, tells events and changes.</summary>
/// <remarks>
/// The queue is bounded (<see cref="QueueCapacity"/>); when it is full, whoever observes waits, and so in the end does
/// the node that reports. Reading <see cref="Current"/> is free of locks.
/// </remarks>
internal sealed class PoolMonitor(PoolState initial, EventHub events)
{
    /// <summary>Observations that may wait.</summary>
    public const int QueueCapacity = 1024;

    private readonly Channel<Observation> _queue = Channel.CreateBounded<Observation>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true });

    private volatile Snapshot _current = new(initial);

    /// <summary>The pool as last seen.</summary>
    public PoolState Current => _current.State;

    /// <summary>Takes one observation; waits while the queue is full. After <see cref="Complete"/> nothing is taken.</summary>
    public async ValueTask ObserveAsync(Observation seen)
    {
        while (await _queue.Writer.WaitToWriteAsync())
        {
            if (_queue.Writer.TryWrite(seen))
                return;
        }
    }

    /// <summary>Works until <see cref="Complete"/>; one caller only.</summary>
    /// <remarks>Errors: a broken invariant ends the work and is also thrown to everybody who still observes.</remarks>
    public async Task RunAsync()
    {
        try
        {
            await ReduceAsync();
        }
        catch (Exception broken)
        {
            _queue.Writer.TryComplete(broken);
            throw;
        }
    }

    /// <summary>No more observations come.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Waits until the state is another than the given one.</summary>
    /// <returns>The state then.</returns>
    public async Task<PoolState> WaitForChangeAsync(PoolState known, CancellationToken cancellation)
    {
        Snapshot snapshot = _current;
        while (ReferenceEquals(snapshot.State, known))
        {
            await snapshot.Replaced.Task.WaitAsync(cancellation);
            snapshot = _current;
        }

        return snapshot.State;
    }

    private async Task ReduceAsync()
    {
        await foreach (Observation seen in _queue.Reader.ReadAllAsync())
        {
            (PoolState next, ImmutableArray<PoolEvent> told) = PoolReducer.Apply(_current.State, seen);
            if (!ReferenceEquals(next, _current.State))
            {
                Snapshot old = _current;
                _current = new Snapshot(next);
                old.Replaced.SetResult();
            }

            foreach (PoolEvent one in told)
                events.Publish(one);
        }
    }

    private sealed class Snapshot(PoolState state)
    {
        public PoolState State { get; } = state;

        public TaskCompletionSource Replaced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
