using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;
using PoolTopology.Network.Host;
using PoolTopology.Network.Ports;
using PoolTopology.Node.Config;
using PoolTopology.Node.Control;
using PoolTopology.Node.Forging;
using PoolTopology.Node.Pipeline;
using PoolTopology.Node.Serving;
using PoolTopology.Node.Status;
using PoolTopology.Node.Supervision;
using PoolTopology.Primitives.Chain;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;

namespace PoolTopology.Node.Composition;

/// <summary>The parts of a node that need its database: stages, network, and what forging asks for.</summary>
internal sealed class NodeCore : IForgeHost, IDisposable
{
    private readonly NodeState _state;
    private readonly ControlOutbox _outbox;
    private readonly ChainStage _chainStage;
    private readonly FetchStage _fetchStage;

    private NodeCore(
        NodeOptions options,
        ConsensusConfig config,
        ChainDatabase chain,
        Prover prover,
        NodeState state,
        ControlOutbox outbox,
        NodeContext context)
    {
        _state = state;
        _outbox = outbox;
        Config = config;
        Chain = chain;
        PipelineSignals signals = new();
        Reporter = new ChainReporter(config.Clock, outbox, context.Time);
        Upstreams = new Upstreams(chain, new UpstreamEnvironment(config, prover, context.Workers, signals, context.Time));
        _chainStage = new ChainStage(chain, signals, Reporter, context.Workers, config.Clock, context.Time);
        _fetchStage = new FetchStage(Upstreams, chain, _chainStage, signals, new FetchLimits(), context.Time);
        Network = new NetworkHost(
            new NetworkOptions(config.NetworkMagic, options.ListenAddress),
            new NetworkPorts(
                new ChainFollowers(chain),
                new BlockRanges(chain),
                Upstreams,
                new NetworkLog(context.Logs.CreateLogger("network"))),
            context.Transport,
            context.Resolver,
            context.Time,
            context.Random);
    }

    /// <inheritdoc/>
    public ConsensusConfig Config { get; }

    /// <summary>The database.</summary>
    public ChainDatabase Chain { get; }

    /// <summary>The upstream peers.</summary>
    public Upstreams Upstreams { get; }

    /// <summary>What happened to our chain.</summary>
    public ChainReporter Reporter { get; }

    /// <summary>The network.</summary>
    public NetworkHost Network { get; }

    /// <inheritdoc/>
    public ChainState Current => Chain.State;

    /// <inheritdoc/>
    public BlockHeader? TipHeader => Chain.TipHeader;

    /// <inheritdoc/>
    public bool HasCaughtUp => Upstreams.HasCaughtUp;

    /// <summary>Opens the database, replays it, and puts the parts around it.</summary>
    /// <exception cref="StorageException">The database cannot be opened.</exception>
    public static NodeCore Open(
        NodeOptions options, ConsensusConfig config, NodeState state, ControlOutbox outbox, NodeContext context)
    {
        ILogger log = context.Logs.CreateLogger("database");
        Prover prover = new(context.Workers);
        ChainDatabase chain = ChainDatabase.Open(
            new ChainDbOptions
            {
                Prover = prover,
                SnapshotEveryBlocks = options.SnapshotEveryBlocks,
                OnReplay = Both(new ReplayLog(log, context.Time).Report, new StartProgress(context.Manager, context.Time).Report),
            },
            context.Database,
            config);
        DatabaseLog.Opened(log, options.DatabasePath, chain.Report);
        return new NodeCore(options, config, chain, prover, state, outbox, context);
    }

    /// <summary>Starts all parts, in the order in which they may rely on one another.</summary>
    public void Start(StageTasks stages, IForgingSide? forgingSide)
    {
        stages.Start("chain", _chainStage.RunAsync);
        stages.Start("block fetch", _fetchStage.RunAsync);
        stages.Start("network", RunNetworkAsync);
        if (forgingSide is not null)
            stages.Start("forging", token => forgingSide.RunAsync(this, token));
    }

    /// <summary>The loops whose standing still means that the node does not work.</summary>
    public ImmutableArray<(string Name, Func<LoopReading> Look)> Loops(IForgingSide? forgingSide) =>
    [
        ("the chain stage", _chainStage.Look),
        .. forgingSide is null
            ? ImmutableArray<(string, Func<LoopReading>)>.Empty
            : [("the forging loop", () => new LoopReading(forgingSide.Turns, HasWork: true))],
    ];

    /// <inheritdoc/>
    public HeaderState? StateAt(Point point) => Chain.HeaderStateAt(point);

    /// <inheritdoc/>
    public async Task<ForgedBlockOutcome> SubmitAsync(ReadOnlyMemory<byte> storedBytes, CancellationToken cancellation) =>
        await _chainStage.AddAsync(storedBytes, cancellation) switch
        {
            AddBlockResult.Adopted => ForgedBlockOutcome.Adopted,
            AddBlockResult.Stored stored => new ForgedBlockOutcome(false, $"kept beside the chain: {stored.Reason}"),
            AddBlockResult.Refused refused => new ForgedBlockOutcome(false, $"refused: {refused.Error}"),
            AddBlockResult other => new ForgedBlockOutcome(false, other.ToString()!),
        };

    /// <inheritdoc/>
    public void Report(ForgingReport report) => _state.Forging = report;

    /// <inheritdoc/>
    public void BlockForged(BlockHeader header, int sizeBytes)
    {
        ArgumentNullException.ThrowIfNull(header);
        _outbox.Post(new NodeReport
        {
            BlockForged = new BlockForged
            {
                Slot = header.Slot.Value,
                Hash = header.Hash.ToString(),
                BlockNo = header.BlockNo.Value,
                Issuer = PoolIdText.Of(header.PoolId),
                SizeBytes = (uint)sizeBytes,
            },
        });
    }

    /// <inheritdoc/>
    public void Dispose() => Chain.Dispose();

    private static Action<ReplayProgress> Both(Action<ReplayProgress> first, Action<ReplayProgress> second) => progress =>
    {
        first(progress);
        second(progress);
    };

    private async Task RunNetworkAsync(CancellationToken cancellation)
    {
        try
        {
            Network.Start();
            await Relay.Of(Network.Failed).WaitAsync(cancellation);
        }
        finally
        {
            await Network.DisposeAsync();
        }
    }
}
