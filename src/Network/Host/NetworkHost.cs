using System.Net;
using PoolTopology.Network.Bearer;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Handshake;
using PoolTopology.Network.Peers;
using PoolTopology.Network.Ports;

namespace PoolTopology.Network.Host;

/// <summary>A node's part in the network: serves those who come, and is a client of the peers that it is
/// told.</summary>
/// <remarks>
/// Started once, stopped once. Thread-safe but for starting and stopping.
/// Bounds: <see cref="NetworkOptions.InboundHardMax"/> inbound connections, one outbound use for each wanted peer;
/// every queue of a connection has its limit, and passing it ends that connection only.
/// </remarks>
public sealed class NetworkHost : IAsyncDisposable
{
    private readonly ConnectionEnvironment _environment;
    private readonly ConnectionManager _connections;
    private readonly PeerSupervisor _peers;
    private readonly CancellationTokenSource _stopping = new();
    private Task _supervising = Task.CompletedTask;
    private bool _isStopped;

    /// <summary>Prepares a host; nothing happens before <see cref="Start"/>.</summary>
    /// <param name="options">How the node takes part.</param>
    /// <param name="ports">What the network needs of the node.</param>
    /// <param name="transport">TCP, or memory in simulations.</param>
    /// <param name="resolver">Looks up host names.</param>
    /// <param name="time">The clock of every limit.</param>
    /// <param name="random">Jitter, cookies and choices between equals; used under a lock.</param>
    public NetworkHost(
        NetworkOptions options,
        NetworkPorts ports,
        ITransport transport,
        INameResolver resolver,
        TimeProvider time,
        Random random)
    {
        ArgumentNullException.ThrowIfNull(options);
        VersionData ours = new(
            options.Magic, IsInitiatorOnly: options.Listen is null, IsSharingPeers: false, IsQuery: false);
        _environment = new ConnectionEnvironment(ports, ours, time, random);
        _connections = new ConnectionManager(options, transport, _environment, peer => _peers?.OnDuplexInbound(peer));
        _peers = new PeerSupervisor(_connections, _environment, resolver);
    }

    /// <summary>Where it listens, with the port that was really bound; null when it does not.</summary>
    public IPEndPoint? ListenEndPoint => _connections.ListenEndPoint;

    /// <summary>Never completes but by a failure of our own code, the ports' included: then the node must
    /// stop.</summary>
    public Task Failed => _environment.Failed;

    /// <summary>Every peer that is wanted or connected, now.</summary>
    public IReadOnlyList<PeerSnapshot> Peers => PeerSnapshots.Take(_peers.Links, _connections.Connections);

    /// <summary>Listens, and begins to connect with the targets.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The listening address cannot be bound.</exception>
    public void Start()
    {
        _connections.Start();
        _supervising = SuperviseAsync();
    }

    /// <summary>Replaces the targets: peers that are new are connected, peers that are gone are disconnected.</summary>
    public void SetPeers(PeerTargets targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        _peers.SetTargets(targets);
    }

    /// <summary>Stops dialling, then accepting, then ends every connection, and waits until all have unwound.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        _stopping.Cancel();
        await _supervising;
        await _connections.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task SuperviseAsync()
    {
        try
        {
            await _peers.RunAsync(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (Exception fault)
        {
            _environment.Fail(fault);
        }
    }
}
