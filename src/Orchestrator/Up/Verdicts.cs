using System.Collections.Immutable;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Observed;

namespace PoolTopology.Orchestrator.Up;

/// <summary>Takes the verdict at the end of a run.</summary>
internal sealed class Verdicts(
    PoolDesign design, PoolMonitor monitor, IsolatedNetwork? network, TimeProvider time)
{
    private static readonly TimeSpan MeasureLimit = TimeSpan.FromSeconds(15);

    /// <summary>What is wrong with the chain and the nodes; waits while there is something, at most as long as given.</summary>
    public async Task<ImmutableArray<Shortcoming>> OfChainAsync(TimeSpan patience, CancellationToken stop)
    {
        using CancellationTokenSource limit = new(patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        PoolState state = monitor.Current;
        ImmutableArray<Shortcoming> found = Verdict.OfChain(state);
        while (!found.IsEmpty && !either.IsCancellationRequested)
        {
            try
            {
                state = await monitor.WaitForChangeAsync(state, either.Token);
                found = Verdict.OfChain(state);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Measures once more who reaches the producer, and judges both measurements together.</summary>
    public async Task<(Reachability? Measured, ImmutableArray<Shortcoming> Found)> OfFirewallAsync(
        Reachability? early, RunEnd end, CancellationToken hurry)
    {
        if (network is null || end is RunEnd.Unfinished or RunEnd.Failure)
            return (early, []);
        try
        {
            using CancellationTokenSource limit = new(MeasureLimit, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, hurry);
            Reachability late = await network.MeasureAsync(design.ActiveProducer, either.Token);
            Reachability both = early?.Join(late) ?? late;
            return (both, Verdict.OfFirewall(design, both));
        }
        catch (Exception failure) when (failure is CommandFailure or OperationCanceledException)
        {
            return (early, [new Shortcoming.NotMeasured(failure.Message)]);
        }
    }
}
