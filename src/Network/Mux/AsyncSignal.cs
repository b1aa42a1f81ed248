namespace PoolTopology.Network.Mux;

/// <summary>A flag that one task at a time waits for; waiting takes it down again.</summary>
/// <remarks>
/// Continuations never run inside <see cref="Set"/>: they go to the waiter's context or to the thread pool. Nothing
/// here is built from Task.WhenAny or Task.WaitAsync, which leave the simulated scheduler.
/// </remarks>
internal sealed class AsyncSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<bool>? _waiter;
    private bool _isSet;

    public void Set()
    {
        lock (_gate)
        {
            // A waiter that was cancelled, or whose time is over, takes no signal: it stays for the next wait.
            _isSet = _waiter is null || !_waiter.TrySetResult(true);
            _waiter = null;
        }
    }

    public async ValueTask WaitAsync(CancellationToken cancellation)
    {
        if (Begin() is not TaskCompletionSource<bool> waiter)
            return;
        using (Cancelling(waiter, cancellation))
            await EndAsync(waiter);
    }

    /// <summary>Waits for a limited time. False when it is over.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        if (Begin() is not TaskCompletionSource<bool> waiter)
            return true;
        using (Cancelling(waiter, cancellation))
        await using (time.CreateTimer(TimeIsOver, waiter, limit, Timeout.InfiniteTimeSpan))
        {
            return await EndAsync(waiter);
        }
    }

    // The state of both callbacks is the waiter that they were registered with.
    private static void TimeIsOver(object? waiter) => ((TaskCompletionSource<bool>)waiter!).TrySetResult(false);

    private static CancellationTokenRegistration Cancelling(
        TaskCompletionSource<bool> waiter, CancellationToken cancellation) => cancellation.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<bool>)state!).TrySetCanceled(token), waiter);

    private TaskCompletionSource<bool>? Begin()
    {
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return null;
            }
            return _waiter = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async ValueTask<bool> EndAsync(TaskCompletionSource<bool> waiter)
    {
        try
        {
            return await waiter.Task;
        }
        finally
        {
            lock (_gate)
            {
                if (_waiter == waiter)
                    _waiter = null;
            }
        }
    }
}
