using System.Runtime.ExceptionServices;

namespace PoolTopology.Node.Work;

/// <summary>A loop over numbers that several threads go through together: each number is one thread's.</summary>
/// <remarks>A thread that comes when all numbers are given out does nothing.</remarks>
internal sealed class SharedLoop(int count, Action<int> piece)
{
    private readonly object _gate = new(); // A monitor: it is waited on.
    private int _next;
    private int _done;
    private Exception? _failure;

    /// <summary>Takes numbers until there are no more.</summary>
    public void Run()
    {
        for (int i = Interlocked.Increment(ref _next) - 1; i < count; i = Interlocked.Increment(ref _next) - 1)
        {
            Exception? failure = null;
            try
            {
                piece(i);
            }
            catch (Exception e)
            {
                failure = e; // Thrown where the loop is waited for.
            }
            CountDone(failure);
        }
    }

    /// <summary>Waits until every number is done; throws what the first failure threw.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            while (_done < count)
                Monitor.Wait(_gate);
        }
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    private void CountDone(Exception? failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
            if (++_done == count)
                Monitor.PulseAll(_gate);
        }
    }
}
