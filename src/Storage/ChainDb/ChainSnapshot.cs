using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.ChainDb;

/// <summary>The current chain at one moment, as readers on any thread see it.</summary>
internal sealed class ChainSnapshot(ChainFragment fragment)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private bool _isSuperseded;

    /// <summary>The blocks that may still be rolled back.</summary>
    public ChainFragment Fragment { get; } = fragment;

    /// <summary>The chain's tip.</summary>
    public Tip Tip => Fragment.TipState.Tip;

    /// <summary>Waits until there is a newer snapshot.</summary>
    /// <remarks>
    /// The caller continues in its own synchronization context (or on the thread pool where it has none), never inside
    /// the writer and never by way of a foreign thread: a simulated run stays on its one thread.
    /// </remarks>
    public async Task WaitUntilSupersededAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<TaskCompletionSource> place;
        lock (_gate)
        {
            if (_isSuperseded)
                return;
            place = _waiting.AddLast(waiter);
        }
        using CancellationTokenRegistration cancellation = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), waiter); // state is the waiter.
        try
        {
            await waiter.Task;
        }
        finally
        {
            lock (_gate)
            {
                if (place.List is not null)
                    _waiting.Remove(place);
            }
        }
    }

    /// <summary>Tells those who wait that there is a newer snapshot, in the order in which they came.</summary>
    public void Supersede()
    {
        TaskCompletionSource[] waiting;
        lock (_gate)
        {
            _isSuperseded = true;
            waiting = [.. _waiting];
            _waiting.Clear();
        }
        foreach (TaskCompletionSource waiter in waiting)
            waiter.TrySetResult();
    }
}
