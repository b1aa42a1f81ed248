using PoolTopology.Network.Mux;
using PoolTopology.Network.Ports;
using PoolTopology.Network.Protocols.BlockFetch;
using PoolTopology.Network.Protocols.ChainSync;
using PoolTopology.Network.Protocols.KeepAlive;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Network.Protocols.TxSubmission;

namespace PoolTopology.Network.Connections;

/// <summary>The server sides of one connection, started when the peer first speaks to them.</summary>
/// <remarks>
/// A protocol that the peer has ended may be begun again. When the peer runs none, and we are not its client, the
/// connection ends after <see cref="ConnectionLimits.InboundIdle"/>.
/// </remarks>
internal sealed class ResponderSet : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Connection _connection;
    private readonly Watchdog _idle;
    private readonly MuxChannel _chainSync;
    private readonly MuxChannel _blockFetch;
    private readonly MuxChannel _txSubmission;
    private readonly MuxChannel _keepAlive;
    private int _active;
    private bool _isHeld;

    /// <summary>Opens the protocols; nothing runs yet.</summary>
    public ResponderSet(Connection connection, Multiplexer multiplexer)
    {
        _connection = connection;
        _idle = new Watchdog(
            connection.Environment.Time,
            () => connection.Close(new CloseReason.InboundIdle(ConnectionLimits.InboundIdle)));
        _chainSync = Open(multiplexer, ChainSyncSpec.Untrusted);
        _blockFetch = Open(multiplexer, BlockFetchSpec.Table);
        _txSubmission = Open(multiplexer, TxSubmissionSpec.Table);
        _keepAlive = Open(multiplexer, KeepAliveSpec.Table);
    }

    /// <summary>How many protocols the peer runs.</summary>
    public int ActiveCount
    {
        get
        {
            lock (_gate)
                return _active;
        }
    }

    public void Start()
    {
        TimeProvider time = _connection.Environment.Time;
        NetworkPorts ports = _connection.Environment.Ports;
        WatchIdleness();
        Serve(_chainSync, (random, token) =>
            new ChainSyncResponder(_chainSync, ports.Followers, time, random).RunAsync(token));
        Serve(_blockFetch, (random, token) =>
            new BlockFetchResponder(_blockFetch, ports.Blocks, time, random).RunAsync(token));
        Serve(_txSubmission, (random, token) =>
            new TxSubmissionResponder(_txSubmission, time, random).RunAsync(token));
        Serve(_keepAlive, (random, token) =>
            new KeepAliveResponder(_keepAlive, time, random).RunAsync(token));
    }

    /// <summary>We are the peer's client: the connection is not idle, whatever the peer does.</summary>
    public void Hold()
    {
        lock (_gate)
            _isHeld = true;
        _idle.Disarm();
    }

    public void Dispose() => _idle.Dispose();

    private static MuxChannel Open<TState>(Multiplexer multiplexer, ProtocolSpec<TState> spec)
        where TState : struct, Enum =>
        multiplexer.Open(spec.Protocol, ProtocolRole.Responder, spec.ResponderIngressBytesMax);

    private void Serve(
        MuxChannel channel, Func<Random, CancellationToken, Task> run) => _connection.Spawn(async token =>
    {
        while (true)
        {
            while (channel.Ingress.UnreadBytes == 0)
                await channel.Ingress.ArrivedAsync(token);
            CountActive(1);
            try
            {
                await run(_connection.Environment.SplitRandom(), token);
            }
            finally
            {
                CountActive(-1);
            }
        }
    });

    private void CountActive(int change)
    {
        lock (_gate)
            _active += change;
        WatchIdleness();
    }

    private void WatchIdleness()
    {
        lock (_gate)
        {
            if (_active == 0 && !_isHeld)
                _idle.Arm(ConnectionLimits.InboundIdle);
            else
                _idle.Disarm();
        }
    }
}
