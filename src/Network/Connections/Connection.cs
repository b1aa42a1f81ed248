using System.Net;
using System.Net.Sockets;
using PoolTopology.Network.Bearer;
using PoolTopology.Network.Handshake;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Peers;
using PoolTopology.Network.Ports;

namespace PoolTopology.Network.Connections;

/// <summary>One connection with a peer, from handshake to end.</summary>
/// <remarks>
/// Owns its bearer and every task that runs on it; the first of them to fail ends them all, with one reason.
/// Thread-safe. Nothing here is called with the gate held.
/// </remarks>
internal sealed class Connection : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConnectionEnvironment _environment;
    private readonly IBearer _bearer;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<CloseReason> _reason =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _tasks = [];
    private ResponderSet? _responders;
    private InitiatorSet? _initiators;

    public Connection(long id, IBearer bearer, ConnectionOrigin origin, ConnectionEnvironment environment)
    {
        Id = id;
        _bearer = bearer;
        Origin = origin;
        _environment = environment;
        Since = environment.Time.GetUtcNow();
    }

    public long Id { get; }

    public ConnectionOrigin Origin { get; }

    public IPEndPoint Remote => _bearer.RemoteEndPoint;

    public DateTimeOffset Since { get; }

    public ConnectionEnvironment Environment => _environment;

    /// <summary>What the handshake came to, or null before.</summary>
    public Agreement? Agreement { get; private set; }

    /// <summary>True once versions are agreed on; false when the connection ended before.</summary>
    public Task<bool> Ready => _ready.Task;

    /// <summary>Why the connection ends. Its tasks may still be unwinding.</summary>
    public Task<CloseReason> Closed => _reason.Task;

    /// <summary>We may run our client protocols on it, and nothing says yet that it ends.</summary>
    public bool IsUsable => _initiators is not null && !_reason.Task.IsCompleted;

    public TimeSpan? RoundTrip => _initiators?.RoundTrip;

    /// <summary>The peer runs client protocols towards us.</summary>
    public bool IsDownstream => _responders is { ActiveCount: > 0 };

    public PeerTemperature Temperature => _initiators?.Temperature ?? PeerTemperature.Cold;

    /// <summary>Ends the connection; the first reason counts.</summary>
    /// <remarks>Cost: returns at once; nothing of the unwinding runs inside the call.</remarks>
    public void Close(CloseReason reason) => _reason.TrySetResult(reason);

    /// <summary>Begins to be a client of the peer: warm. False when the connection ends or is used already.</summary>
    public bool TryUse(UpstreamSettings settings)
    {
        if (!IsUsable || !_initiators!.TryBegin(settings)) // Usable means that they are set.
            return false;
        _responders?.Hold();
        return true;
    }

    /// <summary>Follows the peer, or stops following it.</summary>
    public void SetTemperature(PeerTemperature temperature) => _initiators?.SetTemperature(temperature);

    /// <summary>Runs the connection to its end.</summary>
    public async Task<CloseReason> RunAsync()
    {
        using Multiplexer multiplexer = new(_bearer, _environment.Time);
        Task cancelled = CancelWhenClosedAsync();
        await GuardAsync(token => HandshakeAsync(multiplexer, token), OnBearerError);
        _ready.TrySetResult(Agreement is not null && !_reason.Task.IsCompleted);
        if (Agreement is not null)
        {
            _ = Spawn(multiplexer.ReceiveAsync, OnBearerError);
            _ = Spawn(multiplexer.SendAsync, OnBearerError);
            _responders?.Start();
        }
        await cancelled;
        await UnwindAsync();
        _responders?.Dispose();
        _initiators?.Dispose();
        await _bearer.DisposeAsync();
        return await _reason.Task;
    }

    /// <summary>Runs a task of this connection; what it throws ends the connection.</summary>
    /// <returns>A task that never fails; already complete when the connection ends.</returns>
    public Task Spawn(Func<CancellationToken, Task> body) => Spawn(body, OnOwnError);

    public void Dispose() => _closing.Dispose();

    private async Task HandshakeAsync(Multiplexer multiplexer, CancellationToken cancellation)
    {
        using HandshakeChannel channel = new(_bearer, _environment.Time);
        Agreement agreement = Origin == ConnectionOrigin.Outbound
            ? await HandshakeInitiator.RunAsync(channel, _environment.Ours, cancellation)
            : await HandshakeResponder.RunAsync(channel, _environment.Ours, cancellation);
        if (Origin == ConnectionOrigin.Inbound || agreement.IsDuplex)
            _responders = new ResponderSet(this, multiplexer);
        if (Origin == ConnectionOrigin.Outbound || agreement.IsDuplex)
            _initiators = new InitiatorSet(this, multiplexer);
        Agreement = agreement;
        _environment.Report(new NetworkEvent.Connected(Id, Remote, Origin, agreement.Version, agreement.IsDuplex));
    }

    private async Task CancelWhenClosedAsync()
    {
        await _reason.Task;
        // Not CancelAsync, which leaves the simulated scheduler; this task is the connection's own, so nobody's lock
        // is held.
        Cancel();
    }

    private void Cancel() => _closing.Cancel();

    private Task Spawn(Func<CancellationToken, Task> body, Action<Exception> onError)
    {
        // Listed before it runs: the end of the connection waits for all that were begun before it.
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_reason.Task.IsCompleted)
                return Task.CompletedTask;
            _tasks.RemoveAll(task => task.IsCompleted);
            _tasks.Add(ended.Task);
        }
        return RunToEndAsync(body, onError, ended);
    }

    private async Task RunToEndAsync(
        Func<CancellationToken, Task> body, Action<Exception> onError, TaskCompletionSource ended)
    {
        await GuardAsync(body, onError);
        ended.SetResult();
    }

    private async Task GuardAsync(Func<CancellationToken, Task> body, Action<Exception> onError)
    {
        try
        {
            await body(_closing.Token);
        }
        catch (ConnectionFaultException fault)
        {
            Close(fault.Reason);
        }
        catch (RangeGoneException gone)
        {
            Close(new CloseReason.RangeGone(gone.Message));
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The connection ends for a reason that is known.
        }
        catch (Exception error)
        {
            onError(error);
        }
    }

    // The root of tasks that touch the bearer: the environment fails, and that is a reason like any other.
    private void OnBearerError(Exception error)
    {
        if (error is IOException or SocketException or ObjectDisposedException)
            Close(new CloseReason.BearerFailed(error.Message));
        else
            OnOwnError(error);
    }

    private void OnOwnError(Exception error)
    {
        Close(new CloseReason.LocalFault(error));
        _environment.Fail(error);
    }

    private async Task UnwindAsync()
    {
        while (true)
        {
            Task[] running;
            lock (_gate)
            {
                _tasks.RemoveAll(task => task.IsCompleted);
                running = [.. _tasks];
            }
            if (running.Length == 0)
                return;
            await Task.WhenAll(running.Select(Relay.Of));
        }
    }
}
