using System.Collections.Immutable;
using PoolTopology.Consensus.Chain;
using PoolTopology.Node.Composition;
using PoolTopology.Node.Config;
using PoolTopology.Node.Forging;
using PoolTopology.Node.Health;
using PoolTopology.Node.Supervision;
using PoolTopology.Primitives.Chain;
using V1 = PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Node.Status;

/// <summary>Looks at the node a few times a second and says how it is: health, status, reports.</summary>
internal sealed class StatusLoop(
    NodeOptions options, ConsensusConfig config, NodeState state, StatusCell cell, HealthMonitor health, TimeProvider time)
{
    /// <summary>How often the node is looked at: the longest that a change stays unsaid.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly HealthThresholds _thresholds =
        HealthThresholds.For(ActiveSlotCoefficientOf(config));
    private readonly DateTimeOffset _processStartedAt = time.GetUtcNow();

    private volatile NodeCore? _running;
    private long _turns;

    /// <summary>The database is open: from now on the status tells of it.</summary>
    public void Attach(NodeCore running) => _running = running;

    /// <summary>Where the loop is; from any thread.</summary>
    public LoopReading Look() => new(Interlocked.Read(ref _turns), HasWork: true);

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(Interval, time);
        do
        {
            LookNow();
            Interlocked.Increment(ref _turns);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    /// <summary>Looks once, now: before a shutdown goes on, so that watchers hear of it.</summary>
    public void LookNow()
    {
        StatusInputs inputs = Collect();
        health.Publish(inputs.Health);
        V1.Status status = StatusReport.Of(inputs);
        if (!IsSameButForTime(status, cell.Latest))
            cell.Set(status);
    }

    private StatusInputs Collect()
    {
        DateTimeOffset now = time.GetUtcNow();
        NodeCore? running = _running;
        ChainState? chain = running?.Chain.State;
        ForgingReport? forging = state.Forging;
        return new StatusInputs
        {
            Options = options,
            Now = now,
            ProcessStartedAt = _processStartedAt,
            Clock = config.Clock,
            Tip = chain?.Tip ?? Tip.Genesis,
            ImmutableTip = running?.Chain.ImmutableTip ?? Tip.Genesis,
            Era = (chain?.Era ?? config.FirstEra).ToString().ToLowerInvariant(),
            EpochNonce = chain?.PraosState.EpochNonce.ToString() ?? "",
            Health = HealthDecision.Decide(HealthInputsOf(now, chain, running, forging), _thresholds),
            Peers = [.. running?.Network.Peers ?? []],
            UpstreamTips = UpstreamTips(running),
            Forging = forging,
            BlocksAdopted = running?.Reporter.BlocksAdopted ?? 0,
            Rollbacks = running?.Reporter.Rollbacks ?? 0,
            ResidentBytes = Environment.WorkingSet,
            TopologyHash = state.TopologyHash,
        };
    }

    private HealthInputs HealthInputsOf(
        DateTimeOffset now, ChainState? chain, NodeCore? running, ForgingReport? forging) => new()
        {
            Now = now,
            CurrentSlot = config.Clock.TrySlotAt(now, out Slot slot) ? slot : default,
            Tip = chain?.Tip ?? Tip.Genesis,
            StartedAt = state.StartedAt,
            Fault = state.Fault,
            IsShuttingDown = state.IsShuttingDown,
            Upstreams = running?.Upstreams.Count ?? 0,
            UpstreamsLostAt = running?.Upstreams.LostAt,
            BestUpstreamBlockNo = running?.Upstreams.BestBlockNo,
            HasCaughtUp = running?.Upstreams.HasCaughtUp ?? false,
            Forging = ForgingInputsOf(forging),
        };

    private ForgingHealthInputs? ForgingInputsOf(ForgingReport? forging)
    {
        if (options.Role != NodeRole.Producer)
            return null;
        return forging is null
            ? new ForgingHealthInputs("keys and certificate have not been read yet", null)
            : new ForgingHealthInputs(forging.Obstacle, forging.LastCheckedAt);
    }

    // Good enough for a threshold; consensus itself never leaves the exact rationals.
    private static double ActiveSlotCoefficientOf(ConsensusConfig config) =>
        (double)config.Parameters.ActiveSlotCoefficient.Value.Numerator
        / (double)config.Parameters.ActiveSlotCoefficient.Value.Denominator;

    private static ImmutableSortedDictionary<string, Tip> UpstreamTips(NodeCore? running) =>
        running is null
            ? ImmutableSortedDictionary<string, Tip>.Empty
            : running.Upstreams.Snapshot()
                .GroupBy(upstream => upstream.View.Peer, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(
                    group => group.Key, group => group.Last().View.PeerTip, StringComparer.Ordinal);

    private static bool IsSameButForTime(V1.Status a, V1.Status b)
    {
        V1.Status comparable = a.Clone();
        comparable.UptimeSeconds = b.UptimeSeconds;
        comparable.ResidentBytes = b.ResidentBytes;
        return comparable.Equals(b);
    }
}
