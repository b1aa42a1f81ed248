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
/// A header passes the rules of state when it comes; its proofs are put off until no further header is at hand or
/// <see cref="BatchHeadersMax"/> have come, and are then checked together. Others see proven headers only.
/// A header is judged by the ledger where the peer's chain leaves ours. Where it lies beyond what that ledger can
/// foresee, it waits until our chain has come nearer (docs/adr/0005).
/// A peer that is more than k blocks behind us is out of reach: it has nothing that we could adopt, but may be about to
/// catch up, through this very connection. Its headers are passed over until one of them is among our last k.
/// Bound: <see cref="HeadersAheadMax"/> headers that are not on our chain yet; beyond it the peer waits.
/// </remarks>
internal sealed class UpstreamChain : IChainSyncHandler
{
    /// <summary>Headers kept ahead of our own chain, for one peer.</summary>
    public const int HeadersAheadMax = 4_000;

    /// <summary>Headers whose proofs are checked together.</summary>
    public const int BatchHeadersMax = 128;

    /// <summary>How long our chain may stand still while a header waits for it to come nearer.</summary>
    public static readonly TimeSpan PatienceBeyondHorizon = TimeSpan.FromMinutes(10);

    private readonly IUpstreamPeer _peer;
    private readonly ChainDatabase _chain;
    private readonly UpstreamEnvironment _environment;
    private readonly BlockRules _rules;
    private readonly Action<UpstreamChain> _closed;
    private readonly List<HeaderState> _states = []; // after each of the view's headers
    private readonly List<Unproven> _unproven = []; // behind them
    private readonly LedgerHorizon _horizon;
    private HeaderState _anchorState;
    private bool _isOutOfReach;
    private bool _isGivenUp;
    private volatile CandidateView _view;

    public UpstreamChain(IUpstreamPeer peer, ChainDatabase chain, UpstreamEnvironment environment, Action<UpstreamChain> closed)
    {
        _peer = peer;
        _chain = chain;
        _environment = environment;
        _rules = new BlockRules(environment.Config);
        _closed = closed;
        _horizon = new LedgerHorizon(environment.Config.Clock, environment.Workers, peer.IsLocalRoot);
        _anchorState = chain.State.HeaderState;
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

    private HeaderState LastState => (_unproven, _states) switch
    {
        ({ Count: > 0 }, _) => _unproven[^1].After,
        (_, { Count: > 0 }) => _states[^1],
        _ => _anchorState,
    };

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
        if (_isGivenUp)
            return;
        if (_isOutOfReach)
        {
            PassOver(decoded, tip);
            return;
        }
        if (!await WaitForItsSlotAsync(decoded, cancellation)
            || !await WaitForRoomAsync(cancellation)
            || await WaitForLedgerAsync(decoded, cancellation) is not LedgerView view)
        {
            return;
        }
        (HeaderState? next, HeaderObligation? owed, HeaderError? error) =
            _rules.ApplyHeaderUnproven(LastState, decoded, view);
        if (next is null)
        {
            GiveUp($"sent an invalid header {decoded.Point}: {error}");
            return;
        }
        _unproven.Add(new Unproven(decoded, next, owed!, tip)); // There where the state is.
        if (_unproven.Count >= BatchHeadersMax)
            await ProveAsync();
    }

    /// <inheritdoc/>
    public async ValueTask RollBackwardAsync(Point point, Tip tip, CancellationToken cancellation)
    {
        await ProveAsync();
        if (_isGivenUp)
            return;
        int kept = IndexAfter(point);
        if (kept < 0)
        {
            AnchorAt(point, tip);
            return;
        }
        _states.RemoveRange(kept, _states.Count - kept);
        Publish(_view with { Headers = _view.Headers.GetRange(0, kept), IsAtPeerTip = false, PeerTip = tip });
    }

    /// <inheritdoc/>
    public async ValueTask AwaitReplyAsync(CancellationToken cancellation)
    {
        await ProveAsync();
        HasBeenAtPeerTip = true;
        Publish(_view with { IsAtPeerTip = true });
    }

    /// <inheritdoc/>
    public ValueTask PauseAsync(CancellationToken cancellation) => ProveAsync();

    /// <inheritdoc/>
    public void Closed(CloseReason reason) => _closed(this);

    // Headers of slots that have not begun: within the tolerated skew the header waits, beyond it the peer is left.
    private async ValueTask<bool> WaitForItsSlotAsync(BlockHeader header, CancellationToken cancellation)
    {
        SlotClock clock = _environment.Config.Clock;
        switch (ClockSkew.Default.WaitFor(header.Slot, _environment.Time.GetUtcNow(), clock))
        {
            case null:
                GiveUp($"sent header {header.Point} of a slot that begins at {clock.StartOf(header.Slot):O}");
                return false;
            case { Ticks: > 0 } wait:
                await ProveAsync();
                await Task.Delay(wait, _environment.Time, cancellation);
                return !_isGivenUp;
            default:
                return true;
        }
    }

    private async ValueTask<bool> WaitForRoomAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task advanced = _environment.Signals.ChainAdvanced;
            ForgetWhatWeHave();
            if (_states.Count + _unproven.Count < HeadersAheadMax)
                return true;
            await ProveAsync();
            if (_isGivenUp)
                return false;
            await Relay.Of(advanced).WaitAsync(cancellation);
        }
    }

    /// <summary>What our ledger says of the header's slot, as soon as it can; null when we gave up.</summary>
    private async ValueTask<LedgerView?> WaitForLedgerAsync(BlockHeader header, CancellationToken cancellation)
    {
        while (true)
        {
            Task advanced = _environment.Signals.ChainAdvanced;
            if (await _horizon.TrySeeAsync(header, LastState.Tip, _anchorState) is LedgerView view)
                return view;
            // What was put off may be what our chain waits for.
            await ProveAsync();
            if (_isGivenUp)
                return null;
            if (!await _environment.HasComeWithinAsync(advanced, PatienceBeyondHorizon, cancellation))
            {
                GiveUp($"its header {header.Point} lies beyond what the ledger at {_anchorState.Tip} can foresee");
                return null;
            }
            ForgetWhatWeHave();
        }
    }

    private async ValueTask ProveAsync()
    {
        if (_unproven.Count == 0 || _isGivenUp)
            return;
        (int Number, HeaderError Error)? failed =
            await _environment.Prover.FindUnprovenAsync(_unproven.ConvertAll(header => header.Owed));
        List<Unproven> proven = failed is (int number, _) ? _unproven[..number] : _unproven;
        if (proven.Count > 0)
        {
            _states.AddRange(proven.Select(header => header.After));
            Publish(_view with
            {
                Headers = _view.Headers.AddRange(proven.Select(header => header.Header)),
                IsAtPeerTip = false,
                PeerTip = proven[^1].PeerTip,
            });
        }
        if (failed is (int wrong, HeaderError error))
            GiveUp($"sent an invalid header {_unproven[wrong].Header.Point}: {error}");
        _unproven.Clear();
    }

    // Headers that are on our chain by now need no keeping: a roll-back to one finds its state in the chain database.
    private void ForgetWhatWeHave()
    {
        int known = 0;
        while (known < _view.Headers.Count && _chain.IsOnChain(_view.Headers[known].Point))
            known++;
        if (known == 0)
            return;
        // Our own state has the newer ledger. It is gone only where our chain has gone far beyond, and then ours is better.
        _anchorState = _chain.HeaderStateAt(_view.Headers[known - 1].Point) ?? _states[known - 1];
        _states.RemoveRange(0, known);
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
        _states.Clear();
        _unproven.Clear();
        _horizon.Forget();
        Publish(new CandidateView(_view.Peer, point, [], false, tip));
    }

    private void PassOver(BlockHeader header, Tip tip)
    {
        if (_chain.HeaderStateAt(header.Point) is not null)
            AnchorAt(header.Point, tip);
        else if (header.BlockNo > _chain.Tip.BlockNo)
            GiveUp($"its chain left ours more than {_environment.Config.SecurityParameter} blocks back, at or after {_view.Anchor}");
        else
            Publish(_view with { IsAtPeerTip = false, PeerTip = tip });
    }

    private void GiveUp(string misbehaviour)
    {
        _isGivenUp = true;
        _peer.Disconnect(misbehaviour);
    }

    private void Publish(CandidateView view)
    {
        _view = view;
        _environment.Signals.CandidateChanged();
    }

    private sealed record Unproven(BlockHeader Header, HeaderState After, HeaderObligation Owed, Tip PeerTip);
}
