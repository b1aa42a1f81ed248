using Polly;
using Polly.Retry;

namespace PoolTopology.Network.Peers;

/// <summary>When to try again: soon at first, then ever less often, never in step with others.</summary>
internal static class ReconnectPolicy
{
    /// <summary>A connection that lasted so long was a good one.</summary>
    public static readonly TimeSpan LastedAfter = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for a peer of the operator's own.</summary>
    public static readonly TimeSpan LocalRootWaitMax = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for any other peer.</summary>
    public static readonly TimeSpan PublicWaitMax = TimeSpan.FromSeconds(160);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    public static ResiliencePipeline<AttemptOutcome> Create(bool isLocalRoot, TimeProvider time, Random random) =>
        new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<AttemptOutcome>
            {
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Result == AttemptOutcome.Failed),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstWait,
                MaxDelay = isLocalRoot ? LocalRootWaitMax : PublicWaitMax,
                Randomizer = random.NextDouble,
            })
            .Build();
}
