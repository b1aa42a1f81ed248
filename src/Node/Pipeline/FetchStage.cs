using System.Collections.Immutable;
using PoolTopology.Ledger.Types;
using PoolTopology.Network.Ports;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Pipeline;

/// <summary>Brings in the blocks that <see cref="FetchDecision"/> asks for.</summary>
/// <remarks>
/// Owner of what is in flight. A few requests for each upstream peer at most, so tasks and memory are bounded by the
/// number of upstreams and by <see cref="FetchLimits"/>.
/// </remarks>
internal sealed class FetchStage(
    Upstreams upstreams, ChainDatabase chain, ChainStage chainStage, PipelineSignals signals, FetchLimits limits, TimeProvider time)
{
    // Late peers are looked for at this pace when nothing else happens.
    private static readonly TimeSpan IdleLook = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly List<(Fetch Fetch, Task Task)> _running = []; // by age
    private readonly List<Fetch> _ended = [];

    /// <summary>Decides and fetches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await ReapAsync();
                StartFetches(cancellation);
                await WaitForWorkAsync(cancellation);
            }
        }
        finally
        {
            await Task.WhenAll(_running.Select(running => running.Task));
        }
    }

    private async Task WaitForWorkAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource idle = new(IdleLook, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, idle.Token);
        try
        {
            await signals.FetchWorkAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Nothing happened for a while: look for late peers.
        }
    }

    // What has ended has done its work; its task has at most its last words to say.
    private async Task ReapAsync()
    {
        Fetch[] ended;
        lock (_gate)
        {
            ended = [.. _ended];
            _ended.Clear();
        }
        foreach (Fetch fetch in ended)
        {
            int at = _running.FindIndex(running => running.Fetch == fetch);
            Task task = _running[at].Task;
            _running.RemoveAt(at);
            await task;
        }
    }

    private void StartFetches(CancellationToken cancellation)
    {
        ImmutableArray<UpstreamChain> followed = upstreams.Snapshot();
        FetchState state = new()
        {
            Now = time.GetUtcNow(),
            OurTip = chain.TipHeader,
            Candidates = [.. followed.Select(upstream => upstream.View)],
            InFlight = [.. _running.Select(running => running.Fetch.Look())],
            IsStored = chain.IsStored,
        };
        foreach (FetchRequest request in FetchDecision.Decide(state, limits).Requests)
        {
            UpstreamChain upstream = followed.First(candidate => candidate.View.Peer == request.Peer);
            Fetch fetch = new(request, state.Now);
            _running.Add((fetch, RunAsync(fetch, upstream, request, cancellation)));
        }
    }

    private async Task RunAsync(
        Fetch fetch, UpstreamChain upstream, FetchRequest request, CancellationToken cancellation)
    {
        try
        {
            BlockRange range = new(request.Points[0], request.Points[^1], request.Points.Length, request.SizeBytes);
            FetchOutcome outcome = await upstream.Peer.FetchAsync(
                range, (bytes, token) => TakeAsync(fetch, upstream, bytes, token), cancellation);
            await fetch.AllAddedAsync(cancellation);
            // Its chain has changed, or it is gone, and chain-sync is about to say so: asking again at once would spin.
            if (outcome != FetchOutcome.Completed || fetch.HadNoRoom)
                await Task.Delay(AfterFailure, time, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The node stops.
        }
        finally
        {
            lock (_gate)
                _ended.Add(fetch);
            signals.CandidateChanged();
        }
    }

    private async ValueTask TakeAsync(
        Fetch fetch, UpstreamChain upstream, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        Block block;
        try
        {
            block = Block.Decode(bytes);
        }
        catch (CborException malformed)
        {
            upstream.Peer.Disconnect($"sent a malformed block: {malformed.Message}");
            return;
        }
        if (!fetch.TryArrive(block.Header.Hash, time.GetUtcNow()))
        {
            upstream.Peer.Disconnect($"sent block {block.Point}, which was not asked for");
            return;
        }
        await chainStage.HandOverAsync(block, result => Settle(fetch, upstream, block.Point, result), cancellation);
    }

    private static void Settle(Fetch fetch, UpstreamChain upstream, Point point, AddBlockResult result)
    {
        switch (result)
        {
            case AddBlockResult.Refused refused:
                upstream.Peer.Disconnect($"sent an invalid block {point}: {refused.Error}");
                break;
            case AddBlockResult.TooOld tooOld:
                upstream.Peer.Disconnect($"its chain leaves ours before {tooOld.ImmutableTip}, more than k blocks back");
                break;
            case AddBlockResult.NoRoom:
                // Its fork is kept out for now.
                fetch.HadNoRoom = true;
                break;
            default:
                break;
        }
        fetch.Added(point.Hash);
    }
}
