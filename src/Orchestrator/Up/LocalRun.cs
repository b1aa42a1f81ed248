using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Server;

namespace PoolTopology.Orchestrator.Up;

/// <summary>The whole pool on this machine, from a topology file to a verdict.</summary>
/// <remarks>
/// Order of start: lock, leftovers, devnet, network, firewalls, gRPC server, producer, relays, observers. The end is the
/// opposite order, whatever ends the run; each piece is disposed of where it was made.
/// </remarks>
/// <param name="options">What to do.</param>
/// <param name="executables">The programs.</param>
/// <param name="events">Told everything that happens.</param>
/// <param name="signals">Ask for the end.</param>
/// <param name="logs">Takes the orchestrator's own log.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalRun(
    UpOptions options, Executables executables, EventHub events, RunSignals signals, ILoggerFactory logs, TimeProvider time)
{
    /// <summary>At the end of its time a run may take this long to settle: a node may just be coming back.</summary>
    public static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(10);

    /// <summary>The observed state, once there is one to look at.</summary>
    public PoolMonitor? Monitor { get; private set; }

    /// <summary>Runs the pool.</summary>
    /// <param name="state">The state directory, locked by the caller.</param>
    /// <param name="read">Reads the topology file's text.</param>
    /// <param name="design">The design to run.</param>
    /// <param name="isolation">The network namespaces, or null.</param>
    /// <returns>The summary, also published as the last event.</returns>
    /// <exception cref="CommandFailure">The run could not be started.</exception>
    public async Task<Summary> RunAsync(
        StateDirectory state, Func<string, DesignResult> read, PoolDesign design, IsolationPlan? isolation)
    {
        await OrphanedNodes.WaitForEndAsync(state.Paths, time, signals.Stop);
        await RemoveLeftoversAsync(state);
        if (options.IsFresh)
            state.Clear();
        Tell("making the devnet, or finding it made");
        events.Publish(await Devnet.CreateOrContinueAsync(state, design, executables.Keys, time, signals.Stop));

        PoolMonitor monitor = new(PoolState.Initial(design, isolation is not null), events);
        Monitor = monitor;
        Task watching = monitor.RunAsync();
        Summary summary;
        try
        {
            await using IsolatedNetwork? network = await IsolateAsync(state.Paths, design, isolation);
            summary = await RunNodesAsync(state.Paths, read, design, monitor, network);
        }
        finally
        {
            monitor.Complete();
            await watching;
        }

        events.Publish(summary);
        return summary;
    }

    private async Task RemoveLeftoversAsync(StateDirectory state)
    {
        IReadOnlyList<string> removed =
        [
            .. await IsolationFile.RemoveAllAsync(state.Paths.IsolationFile, signals.Stop),
            .. await IsolationFile.RemoveAllAsync(state.Paths.ProofFile, signals.Stop),
        ];
        if (removed.Count > 0)
            events.Publish(new LeftoversRemoved(time.GetUtcNow(), removed));
    }

    private async Task<IsolatedNetwork?> IsolateAsync(StatePaths paths, PoolDesign design, IsolationPlan? isolation)
    {
        if (isolation is null)
        {
            events.Publish(new NothingFirewalled(time.GetUtcNow()));
            return null;
        }

        Tell("building one network namespace per machine");
        IsolatedNetwork network = new(isolation, paths.IsolationFile, executables.Pool, events, time);
        try
        {
            await network.SetUpAsync(signals.Stop);
            foreach (MachineDesign machine in design.Machines)
                await network.ApplyFirewallAsync(machine, signals.Stop);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    private async Task<Summary> RunNodesAsync(
        StatePaths paths, Func<string, DesignResult> read, PoolDesign design, PoolMonitor monitor, IsolatedNetwork? network)
    {
        SessionTable sessions = new();
        TopologyPush push = new(
            design, read, (node, cancellation) => Fleet.WritePeerFileAsync(paths.PeerFileOf(node.Name), node, cancellation),
            network is null ? new NoFirewall() : new IsolatedFirewall(network), sessions, monitor, time);
        await using OrchestratorServer server = await OrchestratorServer.StartAsync(
            paths, monitor, events, sessions, push, logs, time, signals.Stop);
        events.Publish(new UpStarted(time.GetUtcNow(), design.Name, options.TopologyFile, paths.Root,
            network is not null, server.Endpoint, Environment.ProcessId));

        RunPlan plan = RunPlan.Create(design, paths, executables, server.Endpoint, network?.Plan);
        await using Fleet fleet = new(plan, monitor.ObserveAsync, time, signals.Hurry);
        long startedAt = time.GetTimestamp();
        await fleet.StartAsync(signals.Stop);

        RunWatch watch = new(options.Duration, monitor, time, signals.Stop);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop);
        Task<Reachability?> early = MeasureEarlyAsync(network, design, watch, over.Token);
        RunEnd end = await watch.UntilEndAsync(fleet.Failure);
        await over.CancelAsync();

        Verdicts verdicts = new(design, monitor, network, paths, time);
        (Reachability? reached, ImmutableArray<Shortcoming> firewall) =
            await verdicts.OfFirewallAsync(await early, end, signals.Hurry);
        if (reached is not null)
            events.Publish(new ReachabilityMeasured(time.GetUtcNow(), reached));
        (PoolState atEnd, ImmutableArray<Shortcoming> shortcomings) = await verdicts.OfChainAsync(
            end == RunEnd.Duration ? SettleLimit : TimeSpan.Zero, signals.Stop);
        TimeSpan ranFor = time.GetElapsedTime(startedAt);

        string reason = $"run ended ({end.ToString().ToLowerInvariant()}), observers first, producer last";
        events.Publish(new Stopping(time.GetUtcNow(), reason));
        await fleet.StopAsync();
        PoolState judged = atEnd with { Evidence = verdicts.FinalEvidence() };
        ImmutableArray<Shortcoming> all = Verdict.WithEvidence(shortcomings, judged.Evidence).AddRange(firewall);
        return SummaryMaker.Create(time.GetUtcNow(), end, judged, all, reached, ranFor);
    }

    // As soon as all nodes are there, so that an open door shows while the run is still young.
    private async Task<Reachability?> MeasureEarlyAsync(
        IsolatedNetwork? network, PoolDesign design, RunWatch watch, CancellationToken cancellation)
    {
        if (network is null)
            return null;
        try
        {
            await watch.UntilAllHealthyAsync(cancellation);
            Reachability measured = await network.MeasureAsync(design.ActiveProducer, cancellation);
            events.Publish(new ReachabilityMeasured(time.GetUtcNow(), measured));
            return measured;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Tell(string step) => events.Publish(new StepStarted(time.GetUtcNow(), step));
}
