using System.Net;
using Polly;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Ports;
using PoolTopology.Primitives;

namespace PoolTopology.Network.Peers;

/// <summary>Keeps us connected with one peer as its client, for as long as it is wanted.</summary>
internal sealed class PeerLink
{
    private readonly Lock _gate = new();
    private readonly ConnectionManager _connections;
    private readonly ConnectionEnvironment _environment;
    private readonly Action _onChange;
    private readonly ResiliencePipeline<AttemptOutcome> _reconnect;
    private readonly TaskCompletionSource<CloseReason> _stopping =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<CloseReason> _stopped;
    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Connection? _connection;
    private PeerTemperature _wanted = PeerTemperature.Warm;

    public PeerLink(
        IPEndPoint peer,
        UpstreamSettings settings,
        ConnectionManager connections,
        ConnectionEnvironment environment,
        Action onChange)
    {
        Peer = peer;
        Settings = settings;
        _connections = connections;
        _environment = environment;
        _onChange = onChange;
        _stopped = Relay.Of(_stopping.Task);
        _reconnect = ReconnectPolicy.Create(settings.IsLocalRoot, environment.Time, environment.SplitRandom());
    }

    public IPEndPoint Peer { get; }

    public UpstreamSettings Settings { get; }

    /// <summary>The connection that is used now.</summary>
    public Connection? Connection
    {
        get
        {
            lock (_gate)
                return _connection;
        }
    }

    public int ConsecutiveFailures { get; private set; }

    public CloseReason? LastError { get; private set; }

    public LinkView View
    {
        get
        {
            lock (_gate)
                return new LinkView(_connection?.Temperature ?? PeerTemperature.Cold, _wanted, ConsecutiveFailures);
        }
    }

    /// <summary>Connects again and again until stopped.</summary>
    public async Task RunAsync()
    {
        using CancellationTokenSource stopped = new();
        Task cancelled = CancelWhenStoppedAsync(stopped);
        while (!_stopped.IsCompleted)
            await ConnectUntilLastedAsync(stopped.Token);
        await cancelled;
    }

    /// <summary>Gives the peer up.</summary>
    public void Stop(CloseReason reason) => _stopping.TrySetResult(reason);

    /// <summary>The peer has dialled us: no need to wait for the next attempt.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_connection is null)
                _woken.TrySetResult();
        }
    }

    /// <summary>Warm or hot, from now until the connection ends.</summary>
    public void SetTemperature(PeerTemperature temperature)
    {
        Connection? connection;
        lock (_gate)
        {
            _wanted = temperature;
            connection = _connection;
        }
        if (connection is null)
            return;
        connection.SetTemperature(temperature);
        _environment.Report(new NetworkEvent.TemperatureChanged(Peer, temperature));
    }

    private async Task CancelWhenStoppedAsync(CancellationTokenSource stopped)
    {
        await _stopped;
        // Not CancelAsync, which leaves the simulated scheduler.
        Cancel(stopped);
    }

    private static void Cancel(CancellationTokenSource source) => source.Cancel();

    /// <summary>One run of the policy: from short waits to long ones, until an attempt lasts or the peer dials
    /// us.</summary>
    private async Task ConnectUntilLastedAsync(CancellationToken stopped)
    {
        using CancellationTokenSource interrupted = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _woken = woken;
        ResilienceContext context =
            ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, interrupted.Token);
        try
        {
            Task<AttemptOutcome> attempts = _reconnect.ExecuteAsync(
                static (context, link) => link.AttemptAsync(context.CancellationToken), context, this).AsTask();
            Task waking = Relay.Of(woken.Task);
            if (await Task.WhenAny(attempts, waking) == waking)
                Cancel(interrupted);
            await attempts;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            // Stopped, or woken to begin anew.
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<AttemptOutcome> AttemptAsync(CancellationToken cancellation)
    {
        Connection connection;
        try
        {
            connection = await _connections.AcquireAsync(Peer, cancellation);
            if (!connection.TryUse(Settings))
            {
                throw new ConnectionFaultException(
                    connection.Closed.IsCompleted ? await connection.Closed : new CloseReason.Superseded());
            }
        }
        catch (ConnectionFaultException fault)
        {
            Fail(fault.Reason);
            return AttemptOutcome.Failed;
        }
        long began = _environment.Time.GetTimestamp();
        CloseReason reason = await UseAsync(connection);
        if (_environment.Time.GetElapsedTime(began) < ReconnectPolicy.LastedAfter)
        {
            Fail(reason);
            return AttemptOutcome.Failed;
        }
        ConsecutiveFailures = 0;
        LastError = reason;
        _onChange();
        return AttemptOutcome.Lasted;
    }

    private async ValueTask<CloseReason> UseAsync(Connection connection)
    {
        lock (_gate)
        {
            Invariant.Require(_connection is null, "a link uses one connection at a time");
            _connection = connection;
            _wanted = PeerTemperature.Warm;
        }
        _environment.Report(new NetworkEvent.TemperatureChanged(Peer, PeerTemperature.Warm));
        _onChange();
        if (await Task.WhenAny(Relay.Of(connection.Closed), _stopped) == _stopped)
            connection.Close(await _stopped);
        lock (_gate)
            _connection = null;
        _environment.Report(new NetworkEvent.TemperatureChanged(Peer, PeerTemperature.Cold));
        return await connection.Closed;
    }

    private void Fail(CloseReason reason)
    {
        ConsecutiveFailures++;
        LastError = reason;
        _onChange();
    }
}
