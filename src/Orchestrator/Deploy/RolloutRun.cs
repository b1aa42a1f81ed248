using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Locks;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Deploy;

/// <summary>Carries rollouts out from this computer: locks, journal, machines, requests of people.</summary>
/// <remarks>Pre: the caller holds the state directory's lock.</remarks>
internal sealed class RolloutRun(Deployment deployment, AuditLog log, IRolloutWatcher watcher, string who, TimeProvider time)
{
    /// <summary>The person who wants it, where that is not who carries it out and holds the locks.</summary>
    public string? Person { get; init; }

    /// <summary>Begins a rollout and carries it out.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="purpose">To put it in force, or to take it back.</param>
    /// <param name="reason">Why, in a person's words.</param>
    /// <param name="windowsWaived">Why the producer's own slots do not matter; empty where they do.</param>
    /// <param name="check">Called under the locks, before anything is recorded; throws where things have moved.</param>
    /// <param name="cancellation">Stops; another run carries on.</param>
    /// <exception cref="MachineException">A lock could not be had.</exception>
    public async Task<RolloutState> BeginAsync(
        DeploymentPlan plan, RolloutPurpose purpose, string reason, string windowsWaived, Func<Task> check, CancellationToken cancellation)
    {
        SavedPlan saved = SavedPlan.Of(plan, time.GetUtcNow());
        string id = $"{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{saved.Id[..8]}";
        DropOldRequests();
        await using FleetLock locks = await LockAsync(plan, reason, cancellation);
        await check();
        if (purpose == RolloutPurpose.Apply)
            await new KeyDelivery(deployment, locks.Fence).BringAsync(plan.Machines.Select(change => change.Machine), cancellation);
        deployment.Store.SavePlan(saved);
        deployment.Store.SaveContents(ContentsOf(plan));
        RolloutBegun begun = new(time.GetUtcNow(), purpose, saved.Id, Person ?? who, reason, windowsWaived)
        {
            Without = plan.Left is { } left ? [.. left.Select(one => one.Machine)] : null,
        };
        log.Append(id, begun);
        RolloutState state = RolloutFold.Begin(id, plan, begun);
        watcher.OnEvent(state, begun);
        return await RunAsync(TellTakenOver(state, locks), locks, cancellation);
    }

    /// <summary>Carries a rollout on that another process has left.</summary>
    /// <exception cref="MachineException">A lock could not be had.</exception>
    public async Task<RolloutState> TakeUpAsync(RolloutState state, CancellationToken cancellation)
    {
        DropOldRequests();
        await using FleetLock locks = await LockAsync(state.Plan, "taken up", cancellation);
        state = TellTakenOver(Record(state, new RolloutTakenUp(time.GetUtcNow(), who)), locks);
        if (state.Phase == RolloutPhase.Forward && state.Abort is null && Changed(state) is { } reason)
            state = Record(state, new AbortAsked(time.GetUtcNow(), who, reason));
        return await RunAsync(state, locks, cancellation);
    }

    /// <summary>What was being rolled out can no longer be made here: it goes back.</summary>
    private string? Changed(RolloutState state) => state.Plan.Machines
        .Where(change => state.Machines[change.Machine].Phase == MachinePhase.Waiting)
        .Any(change => !deployment.Desired.TryGetValue(change.Machine, out DesiredMachine? desired)
            || ReleaseBuilder.Of(desired, deployment.Programs).Hash != change.Release)
        ? "topology.yaml or the programs have changed since it was begun"
        : null;

    private async Task<RolloutState> RunAsync(RolloutState state, FleetLock locks, CancellationToken cancellation)
    {
        MachineFleet fleet = new(
            deployment.Sessions, state.Plan, deployment.Contents(state.Plan.Machines.Select(change => change.Machine)), locks.Fence,
            HealthReader.For(deployment.Pool.Document, deployment.Pool.Clock), time);
        RolloutExecutor executor = new(fleet, new AuditJournal(log, state.Id), watcher, time, deployment.Concurrency);
        RequestBox requests = new(deployment.Store.RequestFolder);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task serving = requests.ServeAsync(executor.Ask, time, over.Token);
        try
        {
            return await executor.RunAsync(state, cancellation);
        }
        finally
        {
            await over.CancelAsync();
            await serving;
            foreach (MachineChange change in state.Plan.Machines)
                deployment.Store.ForgetObserved(change.Machine);
        }
    }

    private Task<FleetLock> LockAsync(DeploymentPlan plan, string reason, CancellationToken cancellation) =>
        FleetLock.AcquireAsync(
            deployment.Sessions, plan.Machines.Select(change => change.Machine), $"{who} {deployment.Store.Identity}",
            $"@{Environment.MachineName} {deployment.Store.Identity}", reason.Length > 0 ? reason : $"rollout of generation {plan.Generation}",
            () => AuditAnchors.Of(log, deployment.Store.Identity), time, cancellation);

    private RolloutState TellTakenOver(RolloutState state, FleetLock locks) => locks.TakenOver.Aggregate(
        state,
        (now, one) => Record(now, new OperatorActed(
            time.GetUtcNow(), who,
            $"took over the lock of {one.Machine} (token {one.Lock.Token}), which {one.Lock.Holder} left without giving it back")));

    /// <summary>What was asked of an earlier rollout; whatever is asked from here on is about this one.</summary>
    private void DropOldRequests() => new RequestBox(deployment.Store.RequestFolder).Take();

    private RolloutState Record(RolloutState state, RolloutEvent happened)
    {
        log.Append(state.Id, happened);
        RolloutState next = RolloutFold.Apply(state, happened);
        watcher.OnEvent(next, happened);
        return next;
    }

    private IEnumerable<(string Hash, byte[] Bytes)> ContentsOf(DeploymentPlan plan) =>
        plan.Machines.Where(change => deployment.Desired.ContainsKey(change.Machine))
            .SelectMany(change => deployment.Desired[change.Machine].Files)
            .DistinctBy(file => file.Content.Sha256)
            .Where(file => file.Content.Bytes.Length < 1024 * 1024)
            .Select(file => (file.Content.Sha256, file.Content.Bytes.ToArray()));
}
