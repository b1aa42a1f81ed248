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
    private readonly SortedDictionary<long, Task> _running = [];
    private ImmutableSortedDictionary<long, InFlight> _inFlight = ImmutableSortedDictionary<long, InFlight>.Empty;
    private long _fetches;

    /// <summary>Decides and fetches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                // One look for both steps: a request that ends between them is reaped after the signal of its end.
                ImmutableSortedDictionary<long, InFlight> inFlight = LookInFlight();
                await ReapAsync(inFlight);
                StartFetches(inFlight, cancellation);
                await WaitForWorkAsync(cancellation);
            }
        }
        finally
        {
            await Task.WhenAll(_running.Values);
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

    private ImmutableSortedDictionary<long, InFlight> LookInFlight()
    {
        lock (_gate)
            return _inFlight;
    }

    // What is not in flight any more has done its work; its task has at most its last words to say.
    private async Task ReapAsync(ImmutableSortedDictionary<long, InFlight> inFlight)
    {
        foreach ((long number, Task task) in _running.Where(entry => !inFlight.ContainsKey(entry.Key)).ToArray())
        {
            _running.Remove(number);
            await task;
        }
    }

    private void StartFetches(ImmutableSortedDictionary<long, InFlight> inFlight, CancellationToken cancellation)
    {
        ImmutableArray<UpstreamChain> followed = upstreams.Snapshot();
        FetchState state = new()
        {
            Now = time.GetUtcNow(),
            OurTip = chain.TipHeader,
            Candidates = [.. followed.Select(upstream => upstream.View)],
            InFlight = [.. inFlight.Values],
            IsStored = chain.IsStored,
        };
        foreach (FetchRequest request in FetchDecision.Decide(state, limits).Requests)
        {
            UpstreamChain upstream = followed.First(candidate => candidate.View.Peer == request.Peer);
            Fetch fetch = new(++_fetches);
            InFlight begun = new(request.Peer, [.. request.Points.Select(point => point.Hash)], state.Now);
            lock (_gate)
                _inFlight = _inFlight.Add(fetch.Number, begun);
            _running.Add(fetch.Number, RunAsync(fetch, upstream, request, cancellation));
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
                _inFlight = _inFlight.Remove(fetch.Number);
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
        if (!MarkArrived(fetch, block.Header.Hash))
        {
            upstream.Peer.Disconnect($"sent block {block.Point}, which was not asked for");
            return;
        }
        fetch.Arrived();
        await chainStage.HandOverAsync(block, result => Settle(fetch, upstream, block.Point, result), cancellation);
    }

    private void Settle(Fetch fetch, UpstreamChain upstream, Point point, AddBlockResult result)
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
        lock (_gate)
        {
            if (_inFlight.TryGetValue(fetch.Number, out InFlight? request))
                _inFlight = _inFlight.SetItem(fetch.Number, request with { Missing = request.Missing.Remove(point.Hash) });
        }
        fetch.Added();
    }

    private bool MarkArrived(Fetch fetch, Hash32 hash)
    {
        lock (_gate)
        {
            if (!_inFlight.TryGetValue(fetch.Number, out InFlight? request) || !request.Missing.Contains(hash))
                return false;
            _inFlight = _inFlight.SetItem(fetch.Number, request with { LastProgressAt = time.GetUtcNow() });
            return true;
        }
    }
}
