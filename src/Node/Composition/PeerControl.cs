using Microsoft.Extensions.Logging;
using PoolTopology.Network.Host;
using PoolTopology.Node.Control;
using PoolTopology.Node.Peers;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Topology.PeerFiles;

namespace PoolTopology.Node.Composition;

/// <summary>Keeps the network's targets equal to the peer file: at start, on SIGHUP, and when the orchestrator orders it.</summary>
internal sealed partial class PeerControl(PeerFileLoader loader, NodeState state, ILogger log)
    : IOrderHandler, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private NetworkHost? _network;
    private PeerFile? _inForce;

    /// <summary>Reads the file for the first time.</summary>
    /// <exception cref="Config.ConfigurationException">It cannot be used.</exception>
    public async Task ReadFirstAsync(CancellationToken cancellation)
    {
        (PeerFile? file, string hash, string? error) = await loader.ReadAsync(cancellation);
        if (file is null)
            throw new Config.ConfigurationException(error!);
        (_inForce, state.TopologyHash) = (file, hash);
    }

    /// <summary>Gives the network its targets, now and from now on.</summary>
    public void Attach(NetworkHost network)
    {
        _network = network;
        network.SetPeers(PeerFileTargets.Of(_inForce!));
    }

    /// <summary>Reads the file again. A file that cannot be used changes nothing and is logged.</summary>
    public async Task ReloadAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            (PeerFile? file, string hash, string? error) = await loader.ReadAsync(cancellation);
            if (file is null)
                LogRefused(error!);
            else
                PutInForce(file, hash);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<string?> HandleAsync(Order order, CancellationToken cancellation)
    {
        if (order.OrderCase != Order.OrderOneofCase.SetPeers)
            return "this node does not know that order";
        await _one.WaitAsync(cancellation);
        try
        {
            (PeerFile? file, string hash, string? error) =
                await loader.ReplaceAsync(order.SetPeers.TopologyJson, cancellation);
            if (file is not null)
                PutInForce(file, hash);
            return error;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private void PutInForce(PeerFile file, string hash)
    {
        (_inForce, state.TopologyHash) = (file, hash);
        _network?.SetPeers(PeerFileTargets.Of(file));
        LogInForce(hash);
    }

    [LoggerMessage(5201, LogLevel.Information, "peer file {Hash} is in force")]
    private partial void LogInForce(string hash);

    [LoggerMessage(5202, LogLevel.Error, "the peers stay as they are: {Error}")]
    private partial void LogRefused(string error);
}
