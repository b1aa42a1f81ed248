using PoolTopology.Network.Mux;
using PoolTopology.Network.Peers;
using PoolTopology.Network.Protocols.BlockFetch;
using PoolTopology.Network.Protocols.ChainSync;
using PoolTopology.Network.Protocols.KeepAlive;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Network.Protocols.TxSubmission;

namespace PoolTopology.Network.Connections;

/// <summary>Our client sides on one connection: keep-alive while warm, the others while hot.</summary>
internal sealed class InitiatorSet : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Connection _connection;
    private readonly MuxChannel _chainSync;
    private readonly MuxChannel _blockFetch;
    private readonly MuxChannel _txSubmission;
    private readonly MuxChannel _keepAlive;
    private UpstreamSettings? _settings;
    private HotSession? _hot;
    private PeerTemperature _wanted = PeerTemperature.Cold;
    private long _roundTripTicks = -1;

    /// <summary>Opens the protocols; nothing runs yet.</summary>
    public InitiatorSet(Connection connection, Multiplexer multiplexer)
    {
        _connection = connection;
        _chainSync = Open(multiplexer, ChainSyncSpec.Untrusted);
        _blockFetch = Open(multiplexer, BlockFetchSpec.Table);
        _txSubmission = Open(multiplexer, TxSubmissionSpec.Table);
        _keepAlive = Open(multiplexer, KeepAliveSpec.Table);
    }

    public TimeSpan? RoundTrip
    {
        get
        {
            long ticks = Interlocked.Read(ref _roundTripTicks);
            return ticks < 0 ? null : TimeSpan.FromTicks(ticks);
        }
    }

    public PeerTemperature Temperature
    {
        get
        {
            lock (_gate)
            {
                if (_settings is null)
                    return PeerTemperature.Cold;
                return _hot is null ? PeerTemperature.Warm : PeerTemperature.Hot;
            }
        }
    }

    /// <summary>Begins to be a client of the peer. False when we are already.</summary>
    public bool TryBegin(UpstreamSettings settings)
    {
        lock (_gate)
        {
            if (_settings is not null)
                return false;
            _settings = settings;
            _wanted = PeerTemperature.Warm;
        }
        KeepAliveInitiator keepAlive = new(
            _keepAlive,
            roundTrip => Interlocked.Exchange(ref _roundTripTicks, roundTrip.Ticks),
            _connection.Environment.Time,
            _connection.Environment.SplitRandom());
        _connection.Spawn(keepAlive.RunAsync);
        return true;
    }

    /// <summary>Pre: begun. Hot and warm alternate as fast as the peer lets protocols end.</summary>
    public void SetTemperature(PeerTemperature temperature)
    {
        HotSession? starting = null;
        HotSession? stopping = null;
        lock (_gate)
        {
            _wanted = temperature;
            if (temperature == PeerTemperature.Hot && _hot is null && _settings is not null)
                starting = _hot = new HotSession(_connection, _settings);
            else if (temperature != PeerTemperature.Hot)
                stopping = _hot;
        }
        stopping?.Stop();
        if (starting is not null)
            Run(starting);
    }

    public void Dispose() => _hot?.Dispose();

    private static MuxChannel Open<TState>(Multiplexer multiplexer, ProtocolSpec<TState> spec)
        where TState : struct, Enum =>
        multiplexer.Open(spec.Protocol, ProtocolRole.Initiator, spec.InitiatorIngressBytesMax);

    private void Run(HotSession session) => _connection.Spawn(async _ =>
    {
        using (session)
            await session.RunAsync(_chainSync, _blockFetch, _txSubmission);
        PeerTemperature wanted;
        lock (_gate)
        {
            _hot = null;
            wanted = _wanted;
        }
        // Wanted again while it was still ending.
        if (wanted == PeerTemperature.Hot)
            SetTemperature(PeerTemperature.Hot);
    });
}
