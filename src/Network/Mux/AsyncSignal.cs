namespace PoolTopology.Network.Mux;

/// <summary>A flag that one task at a time waits for; waiting takes it down again.</summary>
/// <remarks>
/// Continuations never run inside <see cref="Set"/>: they go to the waiter's context or to the thread pool. A wait that
/// was given up leaves its task behind for the next wait, so nothing accumulates.
/// </remarks>
internal sealed class AsyncSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiter;
    private bool _isSet;

    public void Set()
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            waiter = _waiter;
            _waiter = null;
            _isSet = waiter is null;
        }
        waiter?.SetResult();
    }

    public Task WaitAsync()
    {
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return Task.CompletedTask;
            }
            _waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task;
        }
    }
}
