using System.Collections.Immutable;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Observed;

namespace PoolTopology.Orchestrator.Up;

/// <summary>Takes the verdict at the end of a run.</summary>
internal sealed class Verdicts(
    PoolDesign design, PoolMonitor monitor, IsolatedNetwork? network, StatePaths paths, TimeProvider time)
{
    private static readonly TimeSpan MeasureLimit = TimeSpan.FromSeconds(15);

    /// <summary>What is wrong with the chain and the nodes; waits while there is something, at most as long as given.</summary>
    /// <returns>The state that was judged, and what was found.</returns>
    public async Task<(PoolState Judged, ImmutableArray<Shortcoming> Found)> OfChainAsync(
        TimeSpan patience, CancellationToken stop)
    {
        using CancellationTokenSource limit = new(patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        PoolState seen = monitor.Current;
        while (true)
        {
            PoolState judged = WithJournal(seen);
            ImmutableArray<Shortcoming> found = Verdict.OfChain(judged);
            if (found.IsEmpty || either.IsCancellationRequested)
                return (judged, found);
            try
            {
                seen = await monitor.WaitForChangeAsync(seen, either.Token);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                return (judged, found);
            }
        }
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

    // What nodes reported covers what they saw; the journal covers what was signed, also before this run.
    private PoolState WithJournal(PoolState state)
    {
        string producer = design.ActiveProducer.Name;
        string journal = HotKeys.Of(paths.KeysOf(producer)).ForgeJournal;
        if (!File.Exists(journal) || ForgeJournalReader.DoubleSignedSlots(File.ReadAllBytes(journal)) is not { Count: > 0 } slots)
            return state;
        string issuer = state.FindNode(producer)?.Status?.Forging?.PoolId ?? producer;
        return state with
        {
            Evidence = state.Evidence.WithDoubleSigned(slots.Select(slot => new SignedSlot(slot, issuer))),
        };
    }
}
