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
            ImmutableArray<Shortcoming> found = Verdict.OfChain(seen);
            if (found.IsEmpty || either.IsCancellationRequested)
                return (seen, found);
            try
            {
                seen = await monitor.WaitForChangeAsync(seen, either.Token);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                return (seen, found);
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

    /// <summary>All slots that are known to be signed twice, once nothing signs any more.</summary>
    /// <remarks>
    /// What nodes reported covers what they saw; the journal covers what was signed, also before this run. The producer
    /// holds its journal for itself while it lives, so this is asked after its end.
    /// </remarks>
    public BlockEvidence FinalEvidence()
    {
        PoolState last = monitor.Current;
        string producer = design.ActiveProducer.Name;
        string issuer = last.FindNode(producer)?.Status?.Forging?.PoolId ?? producer;
        ImmutableSortedSet<ulong> slots = ReadJournal(HotKeys.Of(paths.KeysOf(producer)).ForgeJournal);
        return last.Evidence.WithDoubleSigned(slots.Select(slot => new SignedSlot(slot, issuer)));
    }

    private static ImmutableSortedSet<ulong> ReadJournal(string path)
    {
        try
        {
            return File.Exists(path) ? ForgeJournalReader.DoubleSignedSlots(File.ReadAllBytes(path)) ?? [] : [];
        }
        catch (IOException)
        {
            // A producer of a killed run still holds it: the reports are the evidence that there is.
            return [];
        }
    }
}
