using System.Runtime.CompilerServices;
using V1 = PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Node.Status;

/// <summary>The latest status, and a way to wait for the next. One writer, any number of readers.</summary>
public sealed class StatusCell(TimeProvider clock)
{
    /// <summary>Watchers hear at most one status in this time; what lies between is skipped.</summary>
    public static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private V1.Status _latest = new();
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>The latest status.</summary>
    public V1.Status Latest
    {
        get
        {
            lock (_gate)
                return _latest;
        }
    }

    /// <summary>Replaces the status. The message must not be changed afterwards.</summary>
    public void Set(V1.Status status)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _latest = status;
            changed = _changed;
            _changed = NewSignal();
        }
        changed.SetResult();
    }

    /// <summary>The latest status, then each later one, until cancelled.</summary>
    public async IAsyncEnumerable<V1.Status> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            V1.Status status;
            Task changed;
            lock (_gate)
            {
                status = _latest;
                changed = _changed.Task;
            }
            yield return status;
            await Task.Delay(WatchInterval, clock, cancellation);
            await changed.WaitAsync(cancellation);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
