using System.Net;
using System.Net.Sockets;
using PoolTopology.Network.Bearer;
using PoolTopology.Network.Host;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Ports;

namespace PoolTopology.Network.Connections;

/// <summary>Accepts and dials, and finds for each peer the one connection on which we are its client.</summary>
/// <remarks>
/// We dial from the port that we listen on, so that for two such nodes the pair of addresses is the same whoever dials:
/// the kernel makes one connection of two dials that cross. A peer that has dialled us is not dialled again.
/// Spec: ouroboros-network, connection manager, July 2026.
/// </remarks>
internal sealed class ConnectionManager(
    NetworkOptions options, ITransport transport, ConnectionEnvironment environment, Action<IPEndPoint> onDuplexInbound)
    : IAsyncDisposable
{
    private readonly ConnectionRegistry _registry = new();
    private readonly CancellationTokenSource _stopping = new();
    private IListener? _listener;
    private Task _accepting = Task.CompletedTask;

    public IPEndPoint? ListenEndPoint => _listener?.LocalEndPoint;

    public IReadOnlyList<Connection> Connections => _registry.All();

    /// <summary>Begins to listen, if there is an address for it.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public void Start()
    {
        if (options.Listen is not IPEndPoint local)
            return;
        _listener = transport.Listen(local);
        _accepting = AcceptAsync(_listener, _stopping.Token);
    }

    /// <summary>Stops accepting, ends every connection, and waits until all have unwound.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping.Cancel();
        await _accepting;
        if (_listener is not null)
            await _listener.DisposeAsync();
        foreach (Connection connection in _registry.All())
            connection.Close(new CloseReason.Shutdown());
        await Task.WhenAll(_registry.Running().Select(Relay.Of));
        _stopping.Dispose();
    }

    /// <summary>A connection on which we may be a client of the peer: one that it opened, or a new one.</summary>
    /// <exception cref="ConnectionFaultException">There is none, with the reason.</exception>
    public async ValueTask<Connection> AcquireAsync(IPEndPoint remote, CancellationToken cancellation)
    {
        if (remote.Equals(ListenEndPoint))
            throw OwnAddress();
        if (await FindAsync(remote, cancellation) is Connection existing)
            return existing;
        Connection dialled = Begin(await DialAsync(remote, cancellation), ConnectionOrigin.Outbound);
        try
        {
            if (!await Relay.Of(dialled.Ready).WaitAsync(cancellation))
                throw new ConnectionFaultException(await dialled.Closed);
        }
        catch (OperationCanceledException)
        {
            dialled.Close(new CloseReason.Superseded());
            throw;
        }
        // The peer may have dialled us from another of its addresses' ports meanwhile; the older connection stays.
        if (_registry.FindUsable(remote) is Connection older && older.Id < dialled.Id)
        {
            dialled.Close(new CloseReason.Superseded());
            return older;
        }
        return dialled;
    }

    private static ConnectionFaultException OwnAddress() => new(new CloseReason.BearerFailed("the address is our own"));

    private async ValueTask<Connection?> FindAsync(IPEndPoint remote, CancellationToken cancellation)
    {
        if (_registry.FindUsable(remote) is Connection usable)
            return usable;
        if (_registry.FindBeginning(remote) is not Connection beginning)
            return null;
        await Relay.Of(beginning.Ready).WaitAsync(cancellation);
        return _registry.FindUsable(remote);
    }

    private async ValueTask<IBearer> DialAsync(IPEndPoint remote, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = new(ConnectionLimits.Dial, environment.Time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            IBearer bearer = await ConnectAsync(remote, either.Token);
            if (!bearer.LocalEndPoint.Equals(bearer.RemoteEndPoint))
                return bearer;
            // TCP connects a socket with itself when it dials its own port.
            await bearer.DisposeAsync();
            throw OwnAddress();
        }
        catch (SocketException error)
        {
            environment.Report(new NetworkEvent.DialFailed(remote, error.Message));
            throw new ConnectionFaultException(new CloseReason.BearerFailed(error.Message));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            environment.Report(new NetworkEvent.DialFailed(remote, "no answer"));
            throw new ConnectionFaultException(new CloseReason.DialTimeout(ConnectionLimits.Dial));
        }
    }

    private async ValueTask<IBearer> ConnectAsync(IPEndPoint remote, CancellationToken cancellation)
    {
        if (LocalFor(remote) is not IPEndPoint local)
            return await transport.ConnectAsync(remote, null, cancellation);
        try
        {
            return await transport.ConnectAsync(remote, local, cancellation);
        }
        catch (SocketException error) when (
            error.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable)
        {
            // Either the pair had a connection a moment ago, and any other port will do, or the peer's dial has just
            // won.
            await Task.Delay(ConnectionLimits.CrossedDial, environment.Time, cancellation);
            if (await FindAsync(remote, cancellation) is not null)
                throw new ConnectionFaultException(new CloseReason.Superseded());
            return await transport.ConnectAsync(remote, null, cancellation);
        }
    }

    private IPEndPoint? LocalFor(IPEndPoint remote)
    {
        if (!options.IsDialingFromListenPort || ListenEndPoint is not IPEndPoint listening)
            return null;
        if (listening.AddressFamily == remote.AddressFamily)
            return listening;
        return listening.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.Any, listening.Port) : null;
    }

    private Connection Begin(IBearer bearer, ConnectionOrigin origin)
    {
        Connection connection = new(_registry.NextId(), bearer, origin, environment);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _registry.Add(connection, ended.Task);
        _ = RunAsync(connection, ended);
        if (origin == ConnectionOrigin.Inbound)
            _ = AnnounceAsync(connection);
        return connection;
    }

    private async Task RunAsync(Connection connection, TaskCompletionSource ended)
    {
        try
        {
            CloseReason reason = await connection.RunAsync();
            _registry.Remove(connection);
            environment.Report(
                new NetworkEvent.Disconnected(connection.Id, connection.Remote, connection.Origin, reason));
            connection.Dispose();
        }
        catch (Exception fault)
        {
            // A task root: the connection unwinds without throwing, so this is a fault of our own.
            environment.Fail(fault);
        }
        finally
        {
            ended.SetResult();
        }
    }

    private async Task AnnounceAsync(Connection connection)
    {
        if (await connection.Ready && connection.IsUsable)
            onDuplexInbound(connection.Remote);
    }

    private async Task AcceptAsync(IListener listener, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await MakeRoomAsync(cancellation);
                await AcceptOneAsync(listener, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (Exception fault)
        {
            environment.Fail(fault);
        }
    }

    private async ValueTask AcceptOneAsync(IListener listener, CancellationToken cancellation)
    {
        IBearer bearer;
        try
        {
            bearer = await listener.AcceptAsync(cancellation);
        }
        catch (SocketException error) when (
            error.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
        {
            // The caller hung up in the queue: the next one is not kept waiting for it.
            return;
        }
        catch (SocketException error)
        {
            environment.Report(new NetworkEvent.AcceptFailed(error.Message));
            await Task.Delay(ConnectionLimits.AcceptRetry, environment.Time, cancellation);
            return;
        }
        int fromAddress = _registry.CountInboundFrom(bearer.RemoteEndPoint.Address);
        if (fromAddress >= options.InboundPerAddressMax)
        {
            environment.Report(new NetworkEvent.InboundRefused(bearer.RemoteEndPoint, fromAddress));
            await bearer.DisposeAsync();
            return;
        }
        Begin(bearer, ConnectionOrigin.Inbound);
    }

    private async ValueTask MakeRoomAsync(CancellationToken cancellation)
    {
        int inbound = _registry.CountInbound();
        if (inbound >= options.InboundHardMax)
        {
            environment.Report(new NetworkEvent.AcceptDelayed(inbound, options.InboundHardMax));
            while (_registry.CountInbound() >= options.InboundHardMax)
                await _registry.InboundEnded.WaitAsync(cancellation);
        }
        else if (inbound >= options.InboundSoftMax)
        {
            environment.Report(new NetworkEvent.AcceptDelayed(inbound, options.InboundSoftMax));
            await Task.Delay(options.InboundSoftDelay, environment.Time, cancellation);
        }
    }
}
