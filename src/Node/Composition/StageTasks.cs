using PoolTopology.Primitives;

namespace PoolTopology.Node.Composition;

/// <summary>Long-lived tasks that are started together and ended in the reverse order of their start.</summary>
/// <remarks>Every task has an owner here that awaits it: a failure is never lost. Used by one task.</remarks>
internal sealed class StageTasks : IDisposable
{
    private readonly List<(string Name, Task Task, CancellationTokenSource Ending)> _stages = [];

    /// <summary>Starts a stage. It runs until its token is cancelled; ending before that is a failure.</summary>
    public void Start(string name, Func<CancellationToken, Task> run)
    {
        CancellationTokenSource ending = new();
        _stages.Add((name, run(ending.Token), ending));
    }

    /// <summary>Waits until asked to stop or until a stage ends by itself; then throws what ended it.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration asking = cancellation.Register(asked.SetResult);
        Task stop = Relay.Of(asked.Task);
        Task first = await Task.WhenAny([stop, .. _stages.Select(stage => stage.Task)]);
        if (first == stop)
            return;
        await first;
        throw new InvariantException($"stage '{_stages.Find(stage => stage.Task == first).Name}' ended by itself");
    }

    /// <summary>Ends all stages, the last started first, each awaited before the next is ended.</summary>
    /// <exception cref="AggregateException">Stages failed while they ended; a cancellation is no failure.</exception>
    public async Task EndAsync()
    {
        List<Exception> failures = [];
        foreach ((_, Task task, CancellationTokenSource ending) in Enumerable.Reverse(_stages))
        {
            ending.Cancel(); // CancelAsync would leave the simulated scheduler
            try
            {
                await task;
            }
            catch (OperationCanceledException)
            {
                // As asked.
            }
            catch (Exception failure)
            {
                failures.Add(failure);
            }
        }
        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, _, CancellationTokenSource ending) in _stages)
            ending.Dispose();
    }
}
