using System.Collections.Concurrent;
using System.Collections.Immutable;
using PoolTopology.Network.Ports;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Pipeline;

/// <summary>The upstream peers that are followed now, each with its candidate chain.</summary>
/// <remarks>Thread-safe. Bound: one entry for each hot connection.</remarks>
internal sealed class Upstreams(ChainDatabase chain, UpstreamEnvironment environment) : IUpstreamSource
{
    private readonly ConcurrentDictionary<long, UpstreamChain> _open = new();
    private long _lostAtTicks;
    private int _hasCaughtUp;

    /// <summary>How many there are.</summary>
    public int Count => _open.Count;

    /// <summary>When the last of them was lost; null while there is one, or where there never was.</summary>
    public DateTimeOffset? LostAt =>
        _open.IsEmpty && Interlocked.Read(ref _lostAtTicks) is > 0 and long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Some upstream has said since the start that we have its chain, and we had all of its blocks then.</summary>
    public bool HasCaughtUp
    {
        get
        {
            if (Volatile.Read(ref _hasCaughtUp) == 0 && _open.Values.Any(IsLevel))
                Volatile.Write(ref _hasCaughtUp, 1);
            return Volatile.Read(ref _hasCaughtUp) == 1;
        }
    }

    /// <summary>The best height that an upstream announced, or null without upstreams.</summary>
    public BlockNo? BestBlockNo =>
        _open.Values is { Count: > 0 } all ? all.Max(upstream => upstream.View.PeerTip.BlockNo) : null;

    /// <summary>The upstreams in order of their connections.</summary>
    /// <remarks>Taken at once: a sort over the living dictionary fails when a peer comes meanwhile.</remarks>
    public ImmutableArray<UpstreamChain> Snapshot() =>
        [.. _open.ToArray().OrderBy(entry => entry.Key).Select(entry => entry.Value)];

    /// <inheritdoc/>
    public IChainSyncHandler Open(IUpstreamPeer peer)
    {
        UpstreamChain upstream = new(peer, chain, environment, Close);
        _open[peer.ConnectionId] = upstream;
        return upstream;
    }

    private void Close(UpstreamChain upstream)
    {
        _open.TryRemove(upstream.Peer.ConnectionId, out _);
        Interlocked.Exchange(ref _lostAtTicks, environment.Time.GetUtcNow().UtcTicks);
        environment.Signals.CandidateChanged();
    }

    private bool IsLevel(UpstreamChain upstream)
    {
        CandidateView view = upstream.View;
        return upstream.HasBeenAtPeerTip && view.PeerTip.BlockNo <= chain.Tip.BlockNo;
    }
}
