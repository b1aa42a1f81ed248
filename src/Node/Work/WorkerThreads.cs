using System.Collections.Concurrent;

namespace PoolTopology.Node.Work;

/// <summary>Threads that do nothing but work.</summary>
/// <remarks>
/// The thread pool stays free for the tasks that talk to peers: it has as many threads as the machine has cores, and
/// seconds of validation on them would silence every connection.
/// </remarks>
public sealed class WorkerThreads : IWorkers, IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    /// <summary>Starts the threads.</summary>
    /// <param name="count">How many; at least one.</param>
    public WorkerThreads(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Count = count;
        for (int i = 0; i < count; i++)
            new Thread(Work) { IsBackground = true, Name = $"worker {i}" }.Start();
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception failure)
            {
                done.SetException(failure); // It belongs to whoever waits.
            }
        });
        return done.Task;
    }

    /// <inheritdoc/>
    public void ForEach(int count, Action<int> piece)
    {
        SharedLoop loop = new(count, piece);
        for (int helper = 1; helper < Math.Min(Count, count); helper++)
            _work.Add(loop.Run);
        loop.Run();
        loop.Wait();
    }

    /// <summary>Lets the threads end when the work that was asked for is done.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Work()
    {
        foreach (Action work in _work.GetConsumingEnumerable())
            work();
    }
}
