using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PoolTopology.Consensus.Chain;
using PoolTopology.Node.Config;
using PoolTopology.Node.Control;
using PoolTopology.Node.Forging;
using PoolTopology.Node.Health;
using PoolTopology.Node.Metrics;
using PoolTopology.Node.Peers;
using PoolTopology.Node.Status;
using PoolTopology.Node.Supervision;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Rpc.Health;
using PoolTopology.Rpc.Reflection;
using PoolTopology.Rpc.Server;

namespace PoolTopology.Node.Composition;

/// <summary>One node: puts the parts together, runs them, and takes them down in order.</summary>
/// <remarks>
/// Start: files are read and checked; gRPC answers (NOT_SERVING); the database opens; stages, network and the forging
/// side start. Stop, or the first failure of any part: health says NOT_SERVING; the forging side ends, then the
/// network, the stages and the database; gRPC last, so that watchers have heard of it.
/// A part that fails stops the node: a restart from disk is the only repair that is always right.
/// </remarks>
public sealed class NodeHost
{
    // What watchers get to hear the last NOT_SERVING before their streams end.
    private static readonly TimeSpan LastWord = TimeSpan.FromMilliseconds(100);

    private readonly NodeOptions _options;
    private readonly IForgingSide? _forgingSide;
    private readonly NodeContext _context;
    private readonly ILogger _log;
    private readonly NodeState _state = new();
    private readonly HealthRegistry _registry = new();
    private readonly StatusCell _cell;
    private readonly ControlOutbox _outbox = new();
    private readonly Channel<bool> _reloads = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>A node that <see cref="RunAsync"/> will run.</summary>
    public NodeHost(NodeOptions options, IForgingSide? forgingSide, NodeContext context)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        _options = options;
        _forgingSide = forgingSide;
        _context = context;
        _log = context.Logs.CreateLogger(options.Name);
        _cell = new StatusCell(context.Time);
    }

    /// <summary>Reads the peer file again, and on a producer keys and certificate (SIGHUP). Does not block.</summary>
    public void RequestReload() => _reloads.Writer.TryWrite(true);

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="ConfigurationException">A file that it was given is wrong.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        ConsensusConfig config = NetworkConfig.Read(_options.ConfigFile).Consensus;
        using PeerControl peers = new(new PeerFileLoader(_options.TopologyFile), _state, _log);
        await peers.ReadFirstAsync(cancellation);
        StatusLoop status = new(_options, config, _state, _cell, new HealthMonitor(_registry, _log), _context.Time);
        status.LookNow();
        await using RpcHost rpc = await RpcHost.StartAsync(
            [_options.RpcAddress],
            StandardServices.With(_registry, NodeStatusService.Define(_cell)),
            RpcServerOptions.Default with { Clock = _context.Time, Logs = _context.Logs },
            cancellation);

        using StageTasks watchers = new();
        watchers.Start("status", status.RunAsync);
        if (_options.MetricsAddress is IPEndPoint metrics)
            watchers.Start("metrics", new MetricsEndpoint(metrics, _cell, _context.Logs).RunAsync);
        if (_options.Control is { } orchestrator)
            watchers.Start("control", ControlLinkTo(orchestrator, peers).RunAsync);
        try
        {
            await RunCoreAsync(config, peers, status, watchers, cancellation);
        }
        finally
        {
            _registry.EnterShutdown();
            await Task.Delay(LastWord, _context.Time, CancellationToken.None);
            await watchers.EndAsync();
        }
    }

    private async Task RunCoreAsync(
        ConsensusConfig config,
        PeerControl peers,
        StatusLoop status,
        StageTasks watchers,
        CancellationToken cancellation)
    {
        _context.Manager.Tell(ServiceMessage.Starting("opening the database", StartProgress.Within));
        using NodeCore core = NodeCore.Open(_options, config, _state, _outbox, _context);
        using StageTasks stages = new();
        try
        {
            peers.Attach(core.Network);
            core.Start(stages, _forgingSide);
            stages.Start("reload", token => ReloadAsync(peers, token));
            status.Attach(core);
            _state.StartedAt = _context.Time.GetUtcNow();
            // Where the address could not be bound, the network's stage has failed by now.
            if (core.Network.ListenEndPoint is not null)
                BeReady(core, status, watchers);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Task[] sides = [stages.WaitAsync(either.Token), watchers.WaitAsync(either.Token)];
            Task first = await Task.WhenAny(sides);
            await either.CancelAsync();
            await first;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _state.Fault = failure.Message;
            throw;
        }
        finally
        {
            _state.IsShuttingDown = true;
            _context.Manager.Tell(ServiceMessage.Stopping);
            status.LookNow();
            await stages.EndAsync();
        }
    }

    private void BeReady(NodeCore core, StatusLoop status, StageTasks watchers)
    {
        IServiceManager manager = _context.Manager;
        manager.Tell(ServiceMessage.Ready);
        if (manager is not NoServiceManager)
            watchers.Start("status line", new StatusLine(manager, _cell, _context.Time).RunAsync);
        if (manager.WatchdogTimeout is { } timeout)
            watchers.Start("watchdog", new Watchdog(
                manager, timeout, [.. core.Loops(_forgingSide), ("the status loop", status.Look)], _context.Time, _log).RunAsync);
    }

    private ControlLink ControlLinkTo(ControlAddress orchestrator, PeerControl peers) => new(
        orchestrator,
        new Hello
        {
            Name = _options.Name,
            Role = _options.Role == NodeRole.Producer ? "producer" : "relay",
            Version = StatusReport.Version,
            Pid = Environment.ProcessId,
            NodeAddress = _options.ListenAddress.ToString(),
            RpcAddress = _options.RpcAddress.ToString(),
        },
        _outbox,
        _cell,
        peers,
        _context.Time,
        _log);

    private async Task ReloadAsync(PeerControl peers, CancellationToken cancellation)
    {
        await foreach (bool _ in _reloads.Reader.ReadAllAsync(cancellation))
        {
            await peers.ReloadAsync(cancellation);
            _forgingSide?.RequestReload();
        }
    }
}
