using System.Threading.Channels;
using Polly;
using Polly.Retry;
using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Enrolment;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Locks;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Serve;

/// <summary>Carries rollouts out on the service's side, one at a time; begins with the one that a killed process left.</summary>
/// <remarks>
/// One loop (<see cref="RunAsync"/>) owns the work. It holds the same lock and writes the same audit log as the commands
/// on this computer, so the two never work at once and each takes up what the other left. A rollout that cannot be taken up
/// yet is tried again, with back-off and jitter, for ever.
/// </remarks>
/// <param name="open">Opens the deployment: topology file, programs, machines.</param>
/// <param name="store">What the deployment keeps.</param>
/// <param name="index">Told of every step.</param>
/// <param name="events">Told of what is not a step.</param>
/// <param name="time">What the time is.</param>
internal sealed class RolloutKeeper(
    Func<Deployment> open, DeployStore store, RolloutIndex index, EventHub events, TimeProvider time) : IRolloutDesk
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly Channel<Work> _wanted = Channel.CreateBounded<Work>(1);
    private volatile bool _isAtWork;
    private int _isAsked;
    private string _lastReason = "";

    /// <summary>Whose name the locks carry: the same after a restart, so that it takes its own locks again, with a higher token.</summary>
    private static string Holder => $"pool serve of {DeployVerbs.Who}";

    /// <summary>Works until it is stopped; what is under way then is taken up by the next start.</summary>
    /// <exception cref="AuditException">The audit log is damaged: nothing may be changed on its word.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            if (Last(AuditLog.ReadAll(store.AuditPath)) is { } last)
                index.Restore(last, AuditLog.ReadAll(store.AuditPath));
            ResiliencePipeline takingUp = TakingUp();
            while (true)
            {
                if (Unfinished() is not null)
                    await takingUp.ExecuteAsync(async token => await TakeUpAsync(token), stop);
                else
                    await CarryOutAsync(await _wanted.Reader.ReadAsync(stop), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The service stops; machines finish what they have begun.
        }
    }

    public Task<Rpc.Orchestrator.V1.Rollout> StartAsync(StartRolloutRequest request, string person, CancellationToken cancellation) =>
        AskAsync(new Work(request.TopologySha256, request.Reason, request.IgnoreSlots, person), cancellation);

    public Task<Rpc.Orchestrator.V1.Rollout> RetryAsync(SteerRolloutRequest request, string person, CancellationToken cancellation)
    {
        RolloutState last = Last(AuditLog.ReadAll(store.AuditPath)) ?? throw None();
        return AskAsync(
            new Work(last.Plan.Topology, $"retry of {last.Id}{(request.Reason.Length > 0 ? $": {request.Reason}" : "")}", request.IgnoreSlots, person), cancellation);
    }

    public Rpc.Orchestrator.V1.Rollout Get() =>
        RolloutMessages.ToMessage(Last(AuditLog.ReadAll(store.AuditPath)) ?? throw None(), _isAtWork);

    public Rpc.Orchestrator.V1.Rollout Steer(RolloutSteering wish, SteerRolloutRequest request, string person)
    {
        RolloutState state = Unfinished()
            ?? throw new RpcException(RpcStatusCode.FailedPrecondition, "no rollout is going on");
        if (request.Id.Length > 0 && request.Id != state.Id)
            throw new RpcException(RpcStatusCode.FailedPrecondition, $"{state.Id} is going on, not {request.Id}");
        DateTimeOffset now = time.GetUtcNow();
        RolloutEvent wanted = wish switch
        {
            RolloutSteering.Pause => new RolloutPaused(now, person, request.Reason),
            RolloutSteering.Resume => new RolloutContinued(now, person),
            RolloutSteering.Promote => new RolloutPromoted(now, person),
            _ => new AbortAsked(now, person, request.Reason),
        };
        using StateLock? free = StateLock.TryTake(store.LockPath);
        if (free is null)
        {
            // Somebody carries it out, this process or a command on this computer.
            new RequestBox(store.RequestFolder).Post(wanted);
            return RolloutMessages.ToMessage(state, isAtWork: true);
        }

        using AuditLog log = AuditLog.Open(store.AuditPath);
        log.Append(state.Id, wanted);
        state = RolloutFold.Apply(state, wanted);
        index.OnEvent(state, wanted);
        return RolloutMessages.ToMessage(state, isAtWork: false);
    }

    private async Task<Rpc.Orchestrator.V1.Rollout> AskAsync(Work work, CancellationToken cancellation)
    {
        // One that has ended but still gives its locks back is waited for.
        if (Interlocked.Exchange(ref _isAsked, 1) == 1)
            throw GoingOn();
        if (Unfinished() is not null || !_wanted.Writer.TryWrite(work))
        {
            Volatile.Write(ref _isAsked, 0);
            throw GoingOn();
        }

        try
        {
            return await work.Answer.Task.WaitAsync(cancellation);
        }
        finally
        {
            Volatile.Write(ref _isAsked, 0);
        }
    }

    private async Task CarryOutAsync(Work work, CancellationToken stop)
    {
        _isAtWork = true;
        try
        {
            await using Deployment deployment = open();
            using StateLock own = StateLock.Take(store.LockPath);
            using AuditLog log = AuditLog.Open(store.AuditPath);
            if (work.TopologyHash.Length > 0 && work.TopologyHash != deployment.TopologyHash)
                throw new CommandFailure(
                    ExitCodes.StalePlan, "the service has another topology file than the one that is meant", "bring it there first");
            IReadOnlyDictionary<string, ObservedMachine> seen = await deployment.ObserveAsync(stop);
            DeploymentPlan plan = deployment.MakePlan(seen);
            EnrolmentPlan enrolments = deployment.Enrolments.Plan(seen);
            if (plan.IsEmpty)
            {
                await BringAsync(deployment, enrolments, log, work.Person, stop);
                work.Answer.TrySetResult(RolloutMessages.Nothing(plan));
                return;
            }

            ApplyCommand.Refuse(plan);
            ApplyCommand.Refuse(deployment.ProofOf(plan, seen));
            await BringAsync(deployment, enrolments, log, work.Person, stop);
            if (deployment.AwaitsDevnet)
                plan = await ApplyCommand.WithDevnetAsync(deployment, stop);
            RolloutRun run = new(deployment, log, new FirstWord(index, work.Answer), Holder, time) { Person = work.Person };
            RolloutState end = await run.BeginAsync(
                plan, RolloutPurpose.Apply, work.Reason, work.WindowsWaived,
                async () => ApplyCommand.Recheck(plan, deployment.MakePlan(await deployment.ObserveAsync(stop))), stop);
            if (end.ExitCode == ExitCodes.Ok)
                Judge(deployment.JudgeKernels(await deployment.ObserveAsync(stop)));
        }
        catch (Exception refused) when (refused is CommandFailure or MachineException or IOException or UnauthorizedAccessException)
        {
            work.Answer.TrySetException(RolloutMessages.ToRpc(refused));
        }
        finally
        {
            work.Answer.TrySetException(new RpcException(RpcStatusCode.Unavailable, "the service stops"));
            _isAtWork = false;
        }
    }

    private async Task BringAsync(Deployment deployment, EnrolmentPlan enrolments, AuditLog log, string person, CancellationToken stop)
    {
        await deployment.Enrolments.BringAsync(enrolments, log, Holder, person, stop);
        foreach (EnrolmentNeed brought in enrolments.Wanted)
            events.Publish(new EnrolmentBrought(time.GetUtcNow(), brought.Node, brought.Machine, brought.Reason));
    }

    // What the kernels hold now, judged by the model; told, since the rollout itself is over.
    private void Judge(ModelProof proof) => events.Publish(new FirewallsJudged(
        time.GetUtcNow(), proof.Holds, proof.Line, [.. proof.Problems.Select(problem => problem.Sentence)]));

    private async Task TakeUpAsync(CancellationToken stop)
    {
        await using Deployment deployment = open();
        using StateLock own = StateLock.Take(store.LockPath);
        using AuditLog log = AuditLog.Open(store.AuditPath);
        // Another process may have ended it while this one waited.
        if (Last(log.Entries) is not { Phase: not RolloutPhase.Ended } state)
            return;
        _isAtWork = true;
        try
        {
            await new RolloutRun(deployment, log, index, Holder, time).TakeUpAsync(state, stop);
            _lastReason = "";
        }
        finally
        {
            _isAtWork = false;
        }
    }

    private ResiliencePipeline TakingUp() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(0.5),
            MaxDelay = LongestPause,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<CommandFailure>().Handle<MachineException>(),
            OnRetry = retry =>
            {
                TellOnce(retry.Outcome.Exception?.Message ?? "");
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    private void TellOnce(string reason)
    {
        if (reason != _lastReason && Unfinished() is { } state)
            events.Publish(new RolloutWaits(time.GetUtcNow(), state.Id, reason));
        _lastReason = reason;
    }

    private RolloutState? Unfinished() => Last(AuditLog.ReadAll(store.AuditPath)) is { Phase: not RolloutPhase.Ended } state ? state : null;

    private RolloutState? Last(IReadOnlyList<AuditEntry> entries) => RolloutHistory.Last(entries, store);

    private static RpcException GoingOn() =>
        new(RpcStatusCode.FailedPrecondition, "a rollout is going on: abort it, or wait for its end");

    private static RpcException None() => new(RpcStatusCode.NotFound, "no rollout yet");

    private sealed record Work(string TopologyHash, string Reason, string WindowsWaived, string Person)
    {
        public TaskCompletionSource<Rpc.Orchestrator.V1.Rollout> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Answers whoever asked for a rollout as soon as its beginning is recorded.</summary>
    private sealed class FirstWord(IRolloutWatcher others, TaskCompletionSource<Rpc.Orchestrator.V1.Rollout> answer) : IRolloutWatcher
    {
        public void OnEvent(RolloutState state, RolloutEvent happened)
        {
            others.OnEvent(state, happened);
            answer.TrySetResult(RolloutMessages.ToMessage(state, isAtWork: true));
        }

        public void OnSighting(RolloutState state, Sighting seen) => others.OnSighting(state, seen);
    }
}
