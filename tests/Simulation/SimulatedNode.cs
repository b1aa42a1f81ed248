using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using PoolTopology.Credentials.Hot;
using PoolTopology.Ledger.Types;
using PoolTopology.Network.Peers;
using PoolTopology.Node.Composition;
using PoolTopology.Node.Config;
using PoolTopology.Node.Control;
using PoolTopology.Node.Work;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Credentials;
using PoolTopology.Producer.Forge;
using PoolTopology.Producer.Journal;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Storage.Files;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Files;

namespace PoolTopology.Simulation;

/// <summary>A whole node on simulated time, disk and network: the code that runs in production, but for its process.</summary>
internal sealed class SimulatedNode(
    SimulatedWorld world, string name, IPAddress address, TestPool? issuer, string folder, int seed)
    : IDisposable
{
    public const int Port = 3001;

    private readonly SimulatedFileSystem _disk = new(seed);
    private readonly HotCredentialFiles? _keys = issuer is null ? null : KeyFiles.Write(folder, issuer);
    private NodeCore? _core;
    private StageTasks? _stages;
    private CancellationTokenSource? _listening;
    private Task _reports = Task.CompletedTask;
    private NodeState? _state;
    private int _starts;

    public string Name => name;

    public IPAddress Address => address;

    public bool IsRunning => _core is not null;

    public NodeCore Core => _core ?? throw new InvalidOperationException($"{name} is down");

    public ImmutableArray<IPAddress> Peers { get; set; } = [];

    /// <summary>Every block that this node's producer reported as forged and adopted, over all of its lives.</summary>
    public List<(ulong Slot, string Hash)> Forged { get; } = [];

    /// <summary>The deepest roll-back that the node reported.</summary>
    public uint DeepestRollback { get; private set; }

    public void Start()
    {
        ControlOutbox outbox = new();
        _state = new NodeState();
        _core = NodeCore.Open(Options(), world.Network.Config, _state, outbox, Context());
        _stages = new StageTasks();
        _listening = new CancellationTokenSource();
        _reports = ListenAsync(outbox, _listening.Token);
        _core.Network.SetPeers(Targets());
        _core.Start(_stages, ForgingSide());
    }

    /// <summary>What a person would want to know of it when a run fails.</summary>
    public string Describe() =>
        $"{name}: {_core?.Chain.Tip.ToString() ?? "down"}; forging: {_state?.Forging?.ToString() ?? "-"}; caught up: {_core?.HasCaughtUp}; "
        + string.Join(", ", _core?.Upstreams.Snapshot().Select(upstream =>
            $"follows {upstream.View.Peer} from {upstream.View.Anchor} with {upstream.View.Headers.Count} headers to {upstream.View.PeerTip}") ?? [])
        + "; "
        + string.Join(", ", _core?.Network.Peers.Select(peer => $"{peer.Address} {peer.Temperature} {peer.LastError}") ?? []);

    /// <summary>Ends the node in order, as SIGTERM does.</summary>
    public Task StopAsync() => EndAsync(isCrash: false);

    /// <summary>The machine loses power: the disk keeps what was flushed and perhaps a part of the rest.</summary>
    public async Task CrashAsync()
    {
        _disk.Crash();
        await EndAsync(isCrash: true);
        _disk.Restart();
    }

    /// <summary>The stored chain, oldest block first.</summary>
    public IReadOnlyList<BlockHeader> Chain()
    {
        if (Core.Chain.Tip.IsGenesis)
            return [];
        List<BlockHeader> headers = [];
        for (Point? at = Core.Chain.Tip.Point; at is Point point;)
        {
            BlockHeader header = Block.Decode(Core.Chain.TryReadBlock(point)!.Value).Header;
            headers.Add(header);
            at = header.PrevHash is Hash32 previous ? world.PointOf(previous) : null;
        }
        headers.Reverse();
        return headers;
    }

    /// <summary>What a run that failed half-way left behind.</summary>
    public void Dispose()
    {
        _stages?.Dispose();
        _listening?.Dispose();
    }

    private async Task EndAsync(bool isCrash)
    {
        try
        {
            await _stages!.EndAsync();
        }
        catch (AggregateException failures) when (isCrash && failures.InnerExceptions.All(IsOfTheCrash))
        {
            // Whatever was writing when the power went.
        }
        try
        {
            _core!.Dispose();
        }
        catch (Exception failure) when (isCrash && IsOfTheCrash(failure))
        {
            // Nothing can be written any more.
        }
        _stages!.Dispose();
        _listening!.Cancel();
        await _reports;
        _listening.Dispose();
        _core = null;
    }

    private static bool IsOfTheCrash(Exception failure) => failure is SimulatedCrashException or StorageException;

    private NodeOptions Options() => new()
    {
        Name = name,
        Role = issuer is null ? NodeRole.Relay : NodeRole.Producer,
        ConfigFile = "",
        TopologyFile = "",
        DatabasePath = "",
        ListenAddress = new IPEndPoint(address, Port),
        RpcAddress = new IPEndPoint(address, 1),
    };

    private NodeContext Context() => new()
    {
        Time = world.Time,
        Random = new Random(HashCode(seed, _starts++)),
        Logs = NullLoggerFactory.Instance,
        Transport = new SeparableTransport(world.Transport.On(address), address, world.Separation),
        Resolver = new SystemNameResolver(),
        Workers = InlineWorkers.Instance,
        Database = _disk,
    };

    private ForgingSide? ForgingSide()
    {
        if (_keys is null)
            return null;
        string journal = Path.Combine(folder, "forge.journal");
        KeyKeeper keeper = new(_keys, null, _ => JournalFile.TryOpen(journal), journal);
        return new ForgingSide(keeper, InlineWorkers.Instance, world.Time, NullLogger.Instance);
    }

    private PeerTargets Targets() => new(
    [
        new PeerGroup(
            [.. Peers.Select(peer => new AccessPoint(peer.ToString(), Port))], Peers.Length, Peers.Length,
            IsLocalRoot: true, IsTrustable: true),
    ]);

    private async Task ListenAsync(ControlOutbox outbox, CancellationToken cancellation)
    {
        try
        {
            await foreach (NodeReport report in outbox.ReadAllAsync(cancellation))
                Take(report);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The node is down.
        }
    }

    private void Take(NodeReport report)
    {
        if (report.ReportCase == NodeReport.ReportOneofCase.BlockForged)
            Forged.Add((report.BlockForged.Slot, report.BlockForged.Hash));
        if (report.ReportCase != NodeReport.ReportOneofCase.BlockAdopted)
            return;
        world.Remember(report.BlockAdopted);
        DeepestRollback = Math.Max(DeepestRollback, report.BlockAdopted.RolledBack);
    }

    private static int HashCode(int a, int b) => unchecked((a * 31) + b);
}
