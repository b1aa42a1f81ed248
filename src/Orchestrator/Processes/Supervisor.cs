using System.ComponentModel;
using Polly;
using Polly.Retry;
using PoolTopology.Orchestrator.Observed;

namespace PoolTopology.Orchestrator.Processes;

/// <summary>Keeps one process running: starts it, starts it again when it dies, stops it when asked.</summary>
/// <remarks>
/// One task (<see cref="RunAsync"/>) owns the process. Everything that happens is told to <paramref name="observe"/> in
/// the order in which it happens.
/// </remarks>
/// <param name="spec">What to run.</param>
/// <param name="policy">When to start it again.</param>
/// <param name="patience">How long it is given to stop.</param>
/// <param name="onStarted">Makes the observation of a start, which needs more than the process id.</param>
/// <param name="observe">Takes what happens.</param>
/// <param name="time">The clock of pauses and of stability.</param>
internal sealed class Supervisor(
    ProcessSpec spec,
    RestartPolicy policy,
    StopPatience patience,
    Func<DateTimeOffset, int, Observation> onStarted,
    Func<Observation, ValueTask> observe,
    TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _hurry = new();

    private enum End
    {
        Stopped,
        DiedYoung,
        DiedStable,
        Hopeless,
    }

    /// <summary>What it runs.</summary>
    public ProcessSpec Spec => spec;

    /// <summary>Runs the process until it is stopped or cannot run at all.</summary>
    public async Task RunAsync()
    {
        // One execution of the pipeline is one streak of early deaths: its delays grow. A process that ran stably ends
        // the execution, and the next one begins with the first delay.
        ResiliencePipeline<End> streak = BuildPipeline();
        try
        {
            while (await streak.ExecuteAsync(async _ => await RunOnceAsync(), _stop.Token) == End.DiedStable)
            {
                await observe(new Observation.ProcessRestarting(time.GetUtcNow(), spec.Name, policy.FirstDelay));
                await Task.Delay(policy.FirstDelay, time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped while waiting for the next start: nothing runs.
        }
    }

    /// <summary>Asks for an orderly stop; <see cref="RunAsync"/> ends when the process has.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Ends the process now.</summary>
    public void Kill()
    {
        _hurry.Cancel();
        _stop.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _hurry.Dispose();
    }

    private ResiliencePipeline<End> BuildPipeline()
    {
        RetryStrategyOptions<End> restart = new()
        {
            ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result == End.DiedYoung),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = policy.FirstDelay,
            MaxDelay = policy.LongestDelay,
            OnRetry = args => observe(
                new Observation.ProcessRestarting(time.GetUtcNow(), spec.Name, args.RetryDelay)),
        };
        return new ResiliencePipelineBuilder<End> { TimeProvider = time }.AddRetry(restart).Build();
    }

    private async ValueTask<End> RunOnceAsync()
    {
        if (_stop.IsCancellationRequested)
            return End.Stopped;
        ChildProcess child;
        try
        {
            child = ChildProcess.Start(spec);
        }
        catch (Win32Exception cannot)
        {
            await observe(new Observation.ProcessFailed(
                time.GetUtcNow(), spec.Name, $"{spec.Command[0]} cannot be started: {cannot.Message}"));
            return End.Hopeless;
        }

        using (child)
        {
            long startedAt = time.GetTimestamp();
            await observe(onStarted(time.GetUtcNow(), child.Pid));
            int exitCode = await WaitOrStopAsync(child);
            TimeSpan ranFor = time.GetElapsedTime(startedAt);
            bool expected = _stop.IsCancellationRequested;
            await observe(new Observation.ProcessExited(
                time.GetUtcNow(), spec.Name, child.Pid, exitCode, ranFor, expected, expected ? [] : child.LastWords));
            return expected ? End.Stopped : await JudgeAsync(child, exitCode, ranFor);
        }
    }

    private async Task<int> WaitOrStopAsync(ChildProcess child)
    {
        try
        {
            return await child.WaitAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return await child.StopAsync(patience, _hurry.Token);
        }
    }

    private async Task<End> JudgeAsync(ChildProcess child, int exitCode, TimeSpan ranFor)
    {
        if (!RestartPolicy.IsHopeless(exitCode))
            return ranFor < policy.StableAfter ? End.DiedYoung : End.DiedStable;
        string words = child.LastWords.Count == 0 ? "it said nothing" : string.Join(" | ", child.LastWords);
        await observe(new Observation.ProcessFailed(
            time.GetUtcNow(), spec.Name, $"exit code {exitCode}, its configuration cannot work: {words}"));
        return End.Hopeless;
    }
}
