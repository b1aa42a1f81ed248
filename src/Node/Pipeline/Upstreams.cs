using System.Collections.Concurrent;
using System.Collections.Immutable;
using PoolTopology.Consensus.Chain;
using PoolTopology.Network.Ports;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Pipeline;

/// <summary>The upstream peers that are followed now, each with its candidate chain.</summary>
/// <remarks>Thread-safe. Bound: one entry for each hot connection.</remarks>
internal sealed class Upstreams(ChainDatabase chain, ConsensusConfig config, PipelineSignals signals, TimeProvider time)
    : IUpstreamSource
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
    public BlockNo? BestBlockNo
    {
        get
        {
            // One copy: the last upstream may be lost between two looks.
            ICollection<UpstreamChain> open = _open.Values;
            return open.Count == 0 ? null : open.Max(upstream => upstream.View.PeerTip.BlockNo);
        }
    }

    /// <summary>The upstreams in order of their connections.</summary>
    /// <remarks>
    /// ToArray is the dictionary's own and takes its locks; OrderBy alone would size a buffer by Count and then fill it,
    /// which throws when a connection opens or closes between the two.
    /// </remarks>
    public ImmutableArray<UpstreamChain> Snapshot() =>
        [.. _open.ToArray().OrderBy(entry => entry.Key).Select(entry => entry.Value)];

    /// <inheritdoc/>
    public IChainSyncHandler Open(IUpstreamPeer peer)
    {
        UpstreamChain upstream = new(peer, chain, config, signals, time, Close);
        _open[peer.ConnectionId] = upstream;
        return upstream;
    }

    private void Close(UpstreamChain upstream)
    {
        _open.TryRemove(upstream.Peer.ConnectionId, out _);
        Interlocked.Exchange(ref _lostAtTicks, time.GetUtcNow().UtcTicks);
        signals.CandidateChanged();
    }

    private bool IsLevel(UpstreamChain upstream)
    {
        CandidateView view = upstream.View;
        return upstream.HasBeenAtPeerTip && view.PeerTip.BlockNo <= chain.Tip.BlockNo;
    }
}
