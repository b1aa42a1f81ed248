using PoolTopology.Orchestrator.Agent.Carry;
using PoolTopology.Orchestrator.Agent.Decide;
using PoolTopology.Orchestrator.Agent.Firewall;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Observe;
using PoolTopology.Orchestrator.Agent.Probes;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Orchestrator.Agent.Secrets;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Orchestrator.Agent.Wire;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Session;

/// <summary>One session with the operator's side: requests in, replies out, in order.</summary>
/// <remarks>
/// Post: at the end of input everything that was begun is finished; a release that has arrived in part is not there.
/// Errors: <see cref="WireException"/> where what comes is not the protocol. Everything else is a reply.
/// </remarks>
internal sealed class AgentSession(IMachine machine, Stream input, Stream output, string poolVersion, TimeProvider time)
{
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(20);

    private readonly ReleaseStore _releases = new(machine.Files);
    private readonly ReplyWriter _writer = new(output, time);
    private readonly ProbeDesk _probes = new(machine, time);
    private ReleaseArrival? _arrival;
    private ulong _arrivalRequest;

    /// <summary>Answers until the input ends.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            if (!await WelcomeAsync(cancellation))
                return;
            while (await MessageStream.ReadAsync(input, Request.Parser, cancellation) is { } request)
            {
                // Pieces follow each other without an answer; those of a stage that was refused are let go by.
                if (request.RequestCase == Request.RequestOneofCase.Blob && (_arrival is null || request.Id != _arrivalRequest))
                    continue;
                await AnswerAsync(request, cancellation);
            }
        }
        finally
        {
            EndArrival();
            await _probes.DisarmAsync();
        }
    }

    private async Task<bool> WelcomeAsync(CancellationToken cancellation)
    {
        if (await MessageStream.ReadAsync(input, Request.Parser, cancellation) is not { } first)
            return false;
        _writer.Request = first.Id;
        if (first.RequestCase != Request.RequestOneofCase.Hello || first.Hello.Protocol != AgentProtocol.Version)
        {
            await _writer.SendAsync(ReplyText.Of(new MachineFailure(
                Refused.Types.Code.UnsupportedProtocol,
                first.Hello is { } hello
                    ? $"this agent (pool {poolVersion}) speaks protocol {AgentProtocol.Version}, the client (pool {hello.PoolVersion}) {hello.Protocol}"
                    : "the first request is Hello")));
            return false;
        }

        await _writer.SendAsync(new Reply
        {
            Welcome = new Welcome
            {
                Protocol = AgentProtocol.Version,
                PoolVersion = poolVersion,
                Architecture = machine.Identity.Architecture,
                Session = machine.Identity.Session,
                MachineId = machine.Identity.MachineId,
                BootId = machine.Now.BootId,
                IsRoot = machine.Identity.MayChange,
            },
        });
        return true;
    }

    private async Task AnswerAsync(Request request, CancellationToken cancellation)
    {
        _writer.Request = request.Id;
        Reply? reply;
        try
        {
            reply = await HandleAsync(request, cancellation);
        }
        catch (MachineFailure failure)
        {
            if (request.RequestCase is Request.RequestOneofCase.Blob or Request.RequestOneofCase.Stage)
                EndArrival();
            reply = ReplyText.Of(failure);
        }

        if (reply is not null)
            await _writer.SendAsync(reply);
    }

    private Task<Reply?> HandleAsync(Request request, CancellationToken cancellation) => request.RequestCase switch
    {
        Request.RequestOneofCase.Inspect => InspectAsync(request.Inspect, cancellation),
        Request.RequestOneofCase.Stage => StageAsync(request, cancellation),
        Request.RequestOneofCase.Blob => Task.FromResult(TakeBlob(request.Blob)),
        Request.RequestOneofCase.Activate => ChangeAsync(
            request.Activate.Fence,
            (journal, runner) => new ReleaseActivation(machine, journal, runner).RunAsync(request.Activate, _writer, cancellation),
            cancellation),
        Request.RequestOneofCase.Confirm => ChangeAsync(
            request.Confirm.Fence, (journal, _) => ConfirmAsync(journal, request.Confirm, cancellation), cancellation),
        Request.RequestOneofCase.Revert => ChangeAsync(
            request.Revert.Fence,
            (journal, runner) => RevertAsync(journal, runner, request.Revert, cancellation),
            cancellation),
        Request.RequestOneofCase.Prune => ChangeAsync(
            request.Prune.Fence, (journal, _) => PruneAsync(journal, request.Prune, cancellation), cancellation),
        Request.RequestOneofCase.PlaceSecret => ChangeAsync(
            request.PlaceSecret.Fence,
            (_, _) => Task.FromResult(new Reply { SecretPlaced = new SecretPlacer(machine.Files).Place(request.PlaceSecret) }),
            cancellation),
        Request.RequestOneofCase.AcquireLock => LockAsync(
            state => LockRule.Acquire(state, request.AcquireLock, machine.Now, machine.WallClock), cancellation),
        Request.RequestOneofCase.RenewLock => LockAsync(
            state => LockRule.Renew(state, request.RenewLock, machine.Now), cancellation),
        Request.RequestOneofCase.ReleaseLock => LockAsync(
            state => LockRule.Release(state, request.ReleaseLock, machine.Now), cancellation),
        Request.RequestOneofCase.LookAround => OfProbes(_probes.LookAroundAsync(request.LookAround, cancellation)),
        Request.RequestOneofCase.ArmWitness => OfProbes(_probes.ArmAsync(cancellation)),
        Request.RequestOneofCase.SendProbes => OfProbes(_probes.SendAsync(request.SendProbes, cancellation)),
        Request.RequestOneofCase.ReadWitness => OfProbes(_probes.ReadAsync(cancellation)),
        Request.RequestOneofCase.DisarmWitness => OfProbes(_probes.DisarmAsync()),
        _ => throw new MachineFailure(Refused.Types.Code.BadRequest, $"{request.RequestCase} is no request here"),
    };

    private static async Task<Reply?> OfProbes(Task<Reply> reply) => await reply;

    private async Task<Reply?> InspectAsync(Inspect inspect, CancellationToken cancellation) =>
        new() { Observed = await new MachineObserver(machine, time).ObserveAsync(inspect, cancellation) };

    /// <summary>Everything that changes the machine passes here: rights, turn, journal, fence, and what is overdue.</summary>
    private async Task<Reply?> ChangeAsync(
        Fence? fence, Func<Journal, ChangeRunner, Task<Reply>> change, CancellationToken cancellation)
    {
        RequireRights();
        Claim claim = ClaimOf(fence);
        using IDisposable turn = await machine.TakeTurnAsync(MachineTurn.Change, TurnPatience, cancellation);
        Journal journal = Journal.Open(machine.Files);
        if (FenceRule.Check(journal.State, claim, machine.Now) is { } refusal)
            return ReplyText.Of(refusal, machine.Now);
        if (FenceRule.Remember(journal.State, claim) is { } seen)
            journal.Write(seen);
        ChangeRunner runner = new(machine, journal, CarryMode.Running);
        await runner.SettleAsync(_writer, cancellation);
        return await change(journal, runner);
    }

    private async Task<Reply?> LockAsync(Func<AgentState, Decision> decide, CancellationToken cancellation)
    {
        RequireRights();
        using IDisposable turn = await machine.TakeTurnAsync(MachineTurn.Change, TurnPatience, cancellation);
        Journal journal = Journal.Open(machine.Files);
        Decision decision = decide(journal.State);
        if (decision is Refuse refuse)
            return ReplyText.Of(refuse.Why, machine.Now);
        if (decision is Record record)
            journal.Write(record.Entry);
        return journal.State.Lock is { } held
            ? new Reply { Lease = ReplyText.Of(held, machine.Now) }
            : new Reply { LockReleased = new LockReleased() };
    }

    private async Task<Reply> ConfirmAsync(Journal journal, Confirm confirm, CancellationToken cancellation)
    {
        Decision decision = ConfirmRule.Decide(
            journal.State, confirm, machine.Identity.Session, machine.Identity.Origin);
        if (decision is Refuse refuse)
            return ReplyText.Of(refuse.Why, machine.Now);
        if (decision is Record record)
        {
            PendingConfirmation? pending = journal.State.Pending;
            // What the machine loads at its start comes first: whatever happens between the two, it is reachable.
            if (journal.State.Current is { Rules.Length: > 0 } current)
                new RuleStore(machine.Files).Link(AgentPaths.BootRules, current.Rules);
            journal.Write(record.Entry);
            if (pending is not null)
                await new SystemUnits(machine.Commands).CallOffAsync(StepHand.AlarmOf(pending), cancellation);
        }

        return new Reply { Confirmed = new Confirmed { Generation = confirm.Generation } };
    }

    private async Task<Reply> RevertAsync(
        Journal journal, ChangeRunner runner, Revert revert, CancellationToken cancellation)
    {
        Decision decision = RevertRule.Decide(journal.State, revert, runner.PlacedBy);
        if (decision is Refuse refuse)
            return ReplyText.Of(refuse.Why, machine.Now);
        if (decision is Record record)
        {
            journal.Write(record.Entry);
            await runner.FinishAsync(_writer, cancellation);
        }

        return new Reply
        {
            Reverted = new Reverted
            {
                Generation = (ulong)journal.State.Generation,
                Release = journal.State.Current?.Release ?? "",
            },
        };
    }

    private async Task<Reply> PruneAsync(Journal journal, Prune prune, CancellationToken cancellation)
    {
        using IDisposable turn = await machine.TakeTurnAsync(MachineTurn.Stage, TurnPatience, cancellation);
        int keep = (int)Math.Min(prune.Keep, AgentState.MaximumHistory);
        IReadOnlyList<string> removed = PruneRule.Removable(journal.State, _releases.List(), keep);
        Pruned pruned = new() { FreedBytes = (ulong)_releases.Remove(removed) };
        pruned.Removed.AddRange(removed);
        return new Reply { Pruned = pruned };
    }

    private async Task<Reply?> StageAsync(Request request, CancellationToken cancellation)
    {
        EndArrival();
        ReadOnlyMemory<byte> bytes = request.Stage.Manifest.Memory;
        ReleaseManifest manifest = ManifestReader.Read(bytes);
        if (manifest.Architecture.Length > 0 && manifest.Architecture != machine.Identity.Architecture)
            throw new MachineFailure(
                Refused.Types.Code.WrongArchitecture,
                $"the release is for {manifest.Architecture}; this machine is {machine.Identity.Architecture}");
        // The fence is looked at in a turn of its own: bytes may take minutes, and a revert must not wait for them.
        Reply? refused = await ChangeAsync(
            request.Stage.Fence, (_, _) => Task.FromResult(new Reply { Missing = new Missing() }), cancellation);
        if (refused is { ReplyCase: Reply.ReplyOneofCase.Refused })
            return refused;
        if (_releases.IsWhole(manifest))
        {
            await _writer.SendAsync(new Reply { Missing = new Missing() });
            return new Reply { Staged = new Staged { Release = manifest.Hash, WasThere = true } };
        }

        IDisposable turn = await machine.TakeTurnAsync(MachineTurn.Stage, TurnPatience, cancellation);
        try
        {
            _arrival = ReleaseArrival.Begin(_releases, manifest, bytes, turn);
        }
        catch
        {
            turn.Dispose();
            throw;
        }

        _arrivalRequest = request.Id;
        await _writer.SendAsync(new Reply { Missing = _arrival.Missing });
        return FinishArrival();
    }

    private Reply? TakeBlob(Blob blob)
    {
        _arrival!.Take(blob); // RunAsync lets no piece by without an arrival.
        return FinishArrival();
    }

    private Reply? FinishArrival()
    {
        if (_arrival is not { IsComplete: true } whole)
            return null;
        Staged staged = whole.Finish();
        EndArrival();
        return new Reply { Staged = staged };
    }

    private void EndArrival()
    {
        _arrival?.Dispose();
        _arrival = null;
    }

    private void RequireRights()
    {
        if (!machine.Identity.MayChange)
            throw new MachineFailure(
                Refused.Types.Code.NotRoot, "changes need root: connect as root, or let the SSH user run pool with sudo");
    }

    private static Claim ClaimOf(Fence? fence) =>
        new(fence?.Holder ?? "", fence is { Token: < long.MaxValue } ? (long)fence.Token : 0);
}
