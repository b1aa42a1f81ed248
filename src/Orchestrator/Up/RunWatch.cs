using PoolTopology.Orchestrator.Observed;

namespace PoolTopology.Orchestrator.Up;

/// <summary>Watches a run for its end.</summary>
/// <param name="duration">How long it is to run; null until stopped.</param>
/// <param name="monitor">The observed state.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">Cancelled when a person asks for the end.</param>
internal sealed class RunWatch(TimeSpan? duration, PoolMonitor monitor, TimeProvider time, CancellationToken stop)
{
    /// <summary>Waits for the end, whatever it is.</summary>
    /// <param name="failure">Fails when the run itself is broken; that failure is thrown on.</param>
    public async Task<RunEnd> UntilEndAsync(Task failure)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task timeIsUp = Task.Delay(duration ?? Timeout.InfiniteTimeSpan, time, over.Token);
        Task cannotRun = UntilAsync(HasHopelessStart, over.Token);
        Task wasHealthy = UntilAllHealthyAsync(over.Token);
        Task first = await Task.WhenAny(timeIsUp, cannotRun, failure);
        RunEnd end = (stop.IsCancellationRequested, first == cannotRun) switch
        {
            (false, false) => RunEnd.Duration,
            (false, true) => RunEnd.Failure,
            _ when duration is null && wasHealthy.IsCompletedSuccessfully => RunEnd.Stopped,
            _ => RunEnd.Unfinished,
        };
        await over.CancelAsync();
        await Task.WhenAll(timeIsUp, cannotRun, wasHealthy).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (first == failure)
            await failure;
        return end;
    }

    /// <summary>Waits until every node is attached and healthy at the same time.</summary>
    public Task UntilAllHealthyAsync(CancellationToken cancellation) =>
        UntilAsync(state => state.Nodes.All(node => node.IsHealthy), cancellation);

    /// <summary>Waits until the state is as wanted.</summary>
    public async Task UntilAsync(Func<PoolState, bool> isWanted, CancellationToken cancellation)
    {
        PoolState state = monitor.Current;
        while (!isWanted(state))
            state = await monitor.WaitForChangeAsync(state, cancellation);
    }

    // A node that never reported and will not be started again: this file or this build cannot work. One that fails
    // later does not take the others down with it.
    private static bool HasHopelessStart(PoolState state) =>
        state.Nodes.Any(node => node is { Phase: ProcessPhase.Failed, Status: null });
}
