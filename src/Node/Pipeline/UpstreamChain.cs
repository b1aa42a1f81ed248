using System.Collections.Immutable;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Ports;
using PoolTopology.Node.Composition;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Pipeline;

/// <summary>The chain of one upstream peer as its headers tell it: validated, at most so far ahead of ours.</summary>
/// <remarks>
/// Written by the peer's chain-sync client alone, one call at a time; read by others through <see cref="View"/>.
/// Nothing is stored here: a header counts for nothing until its block has come and passed the block rules.
/// A peer that is more than k blocks behind us is out of reach: it has nothing that we could adopt, but may be about to
/// catch up, through this very connection. Its headers are passed over until one of them is among our last k.
/// Bound: <see cref="HeadersAheadMax"/> headers that are not on our chain yet; beyond it the peer waits.
/// </remarks>
internal sealed class UpstreamChain : IChainSyncHandler
{
    /// <summary>Headers kept ahead of our own chain, for one peer.</summary>
    public const int HeadersAheadMax = 4_000;

    private readonly IUpstreamPeer _peer;
    private readonly ChainDatabase _chain;
    private readonly ConsensusConfig _config;
    private readonly BlockRules _rules;
    private readonly PipelineSignals _signals;
    private readonly TimeProvider _time;
    private readonly Action<UpstreamChain> _closed;

    private ImmutableList<HeaderState> _states = [];
    private HeaderState _anchorState;
    private bool _isOutOfReach;
    private volatile CandidateView _view;

    public UpstreamChain(
        IUpstreamPeer peer,
        ChainDatabase chain,
        ConsensusConfig config,
        PipelineSignals signals,
        TimeProvider time,
        Action<UpstreamChain> closed)
    {
        _peer = peer;
        _chain = chain;
        _config = config;
        _rules = new BlockRules(config);
        _signals = signals;
        _time = time;
        _closed = closed;
        _anchorState = HeaderState.Genesis(config);
        _view = new CandidateView(peer.Address.ToString(), Point.Origin, [], false, Tip.Genesis);
    }

    /// <summary>The peer.</summary>
    public IUpstreamPeer Peer => _peer;

    /// <summary>What others may know.</summary>
    public CandidateView View => _view;

    /// <summary>The peer said, at some time, that we have all of its chain.</summary>
    public bool HasBeenAtPeerTip { get; private set; }

    /// <inheritdoc/>
    public BlockNo Height => LastState.Tip.BlockNo;

    private HeaderState LastState => _states.IsEmpty ? _anchorState : _states[^1];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Point>> IntersectionPointsAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(_chain.RecentPoints());

    /// <inheritdoc/>
    public ValueTask IntersectionFoundAsync(Point point, Tip tip, CancellationToken cancellation)
    {
        AnchorAt(point, tip);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask RollForwardAsync(ReadOnlyMemory<byte> header, Tip tip, CancellationToken cancellation)
    {
        BlockHeader decoded = BlockWrapping.ReadHeader(header);
        if (_isOutOfReach)
        {
            PassOver(decoded, tip);
            return;
        }
        if (!await WaitForItsSlotAsync(decoded, cancellation))
            return;
        await WaitForRoomAsync(cancellation);

        (HeaderState? next, HeaderError? error) = _rules.ApplyHeader(LastState, decoded, ApplyMode.Full);
        if (next is null)
        {
            _peer.Disconnect($"sent an invalid header {decoded.Point}: {error}");
            return;
        }
        _states = _states.Add(next);
        Publish(_view with { Headers = _view.Headers.Add(decoded), IsAtPeerTip = false, PeerTip = tip });
    }

    /// <inheritdoc/>
    public ValueTask RollBackwardAsync(Point point, Tip tip, CancellationToken cancellation)
    {
        int kept = IndexAfter(point);
        if (kept < 0)
        {
            AnchorAt(point, tip);
            return ValueTask.CompletedTask;
        }
        _states = _states.GetRange(0, kept);
        Publish(_view with { Headers = _view.Headers.GetRange(0, kept), IsAtPeerTip = false, PeerTip = tip });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask AwaitReplyAsync(CancellationToken cancellation)
    {
        HasBeenAtPeerTip = true;
        Publish(_view with { IsAtPeerTip = true });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Closed(CloseReason reason) => _closed(this);

    // Headers of slots that have not begun: within the tolerated skew the header waits, beyond it the peer is left.
    private async ValueTask<bool> WaitForItsSlotAsync(BlockHeader header, CancellationToken cancellation)
    {
        switch (ClockSkew.Default.WaitFor(header.Slot, _time.GetUtcNow(), _config.Clock))
        {
            case null:
                _peer.Disconnect($"sent header {header.Point} of a slot that begins at {_config.Clock.StartOf(header.Slot):O}");
                return false;
            case { Ticks: > 0 } wait:
                await Task.Delay(wait, _time, cancellation);
                return true;
            default:
                return true;
        }
    }

    private async ValueTask WaitForRoomAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task advanced = _signals.ChainAdvanced;
            ForgetWhatWeHave();
            if (_states.Count < HeadersAheadMax)
                return;
            await Relay.Of(advanced).WaitAsync(cancellation);
        }
    }

    // Headers that are on our chain by now need no keeping: a roll-back to one finds its state in the chain database.
    private void ForgetWhatWeHave()
    {
        int known = 0;
        while (known < _view.Headers.Count && _chain.IsOnChain(_view.Headers[known].Point))
            known++;
        if (known == 0)
            return;
        _anchorState = _states[known - 1];
        _states = _states.RemoveRange(0, known);
        _view = _view with { Anchor = _anchorState.Tip.Point, Headers = _view.Headers.RemoveRange(0, known) };
    }

    private int IndexAfter(Point point)
    {
        if (point == _view.Anchor)
            return 0;
        for (int i = _view.Headers.Count - 1; i >= 0; i--)
        {
            if (_view.Headers[i].Point == point)
                return i + 1;
        }
        return -1;
    }

    private void AnchorAt(Point point, Tip tip)
    {
        HeaderState? state = _chain.HeaderStateAt(point);
        _isOutOfReach = state is null;
        _anchorState = state ?? _anchorState;
        _states = [];
        Publish(new CandidateView(_view.Peer, point, [], false, tip));
    }

    private void PassOver(BlockHeader header, Tip tip)
    {
        if (_chain.HeaderStateAt(header.Point) is not null)
            AnchorAt(header.Point, tip);
        else if (header.BlockNo > _chain.Tip.BlockNo)
            _peer.Disconnect($"its chain left ours more than {_config.SecurityParameter} blocks back, at or after {_view.Anchor}");
        else
            Publish(_view with { IsAtPeerTip = false, PeerTip = tip });
    }

    private void Publish(CandidateView view)
    {
        _view = view;
        _signals.CandidateChanged();
    }
}
