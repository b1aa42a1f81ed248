using System.Collections.Concurrent;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>The pool's machines as a rollout sees them, each through its agent.</summary>
/// <param name="sessions">The sessions.</param>
/// <param name="plan">What is rolled out.</param>
/// <param name="contents">The releases' bytes.</param>
/// <param name="fence">Who changes the machines, with which token.</param>
/// <param name="health">How health is read.</param>
/// <param name="time">The operator's clock.</param>
internal sealed class MachineFleet(
    MachineSessions sessions, DeploymentPlan plan, ReleaseContents contents, Fence fence, HealthReader health, TimeProvider time)
    : IFleet
{
    // How far machines' clocks are ahead of ours, at least; of those that were asked for their windows.
    private readonly ConcurrentDictionary<string, TimeSpan> _ahead = new(StringComparer.Ordinal);

    public async Task<Answer> PerformAsync(RolloutCommand command, CancellationToken cancellation)
    {
        try
        {
            return await DoAsync(command, plan.ChangeOf(command.Machine), cancellation);
        }
        catch (MachineException late) when (late.Failure.Kind == FailureKind.WindowMissed)
        {
            return new Answer.Happened(new ActivationDeferred(time.GetUtcNow(), command.Machine));
        }
        catch (MachineException failed)
        {
            return new Answer.Seen(new CommandFailed(time.GetUtcNow(), command.Machine, failed.Failure));
        }
    }

    private async Task<Answer> DoAsync(RolloutCommand command, MachineChange change, CancellationToken cancellation)
    {
        string machine = change.Machine;
        switch (command)
        {
            case RolloutCommand.Stage:
                MachineRelease release = contents.ReleaseOf(machine);
                await sessions.WithAsync(
                    machine, agent => agent.StageAsync(fence, release.ManifestBytes, contents.Open, cancellation), cancellation);
                return new Answer.Happened(new MachineStaged(time.GetUtcNow(), machine));
            case RolloutCommand.Activate activate:
                if (activate.Before is not null && !_ahead.ContainsKey(machine))
                    await AskWindowsAsync(change, cancellation);
                Reply activated = await AskAsync(
                    machine, new Request { Activate = ActivationOf(change, activate.Before) }, cancellation);
                bool waits = activated.Activated.ConfirmWithinSeconds > 0;
                return new Answer.Happened(new MachineActivated(time.GetUtcNow(), machine, waits));
            case RolloutCommand.Confirm:
                await sessions.AnewAsync(
                    machine, agent => agent.AskAsync(Confirmation(Confirm.Types.Level.Reachable), cancellation), cancellation);
                return new Answer.Happened(new MachineConfirmed(time.GetUtcNow(), machine));
            case RolloutCommand.MarkStable:
                await AskAsync(machine, Confirmation(Confirm.Types.Level.Stable), cancellation);
                return new Answer.Happened(new MachineStable(time.GetUtcNow(), machine));
            case RolloutCommand.Revert revert:
                Reply reverted = await AskAsync(machine, Reversion(revert), cancellation);
                return new Answer.Happened(new MachineReverted(time.GetUtcNow(), machine, (long)reverted.Reverted.Generation));
            case RolloutCommand.AskWindows:
                SlotWindows windows = await AskWindowsAsync(change, cancellation);
                return new Answer.Seen(new WindowsSeen(time.GetUtcNow(), machine, windows));
            default:
                ObservedMachine seen = await sessions.WithAsync(
                    machine, agent => agent.InspectAsync(HealthReader.Question(change), cancellation), cancellation);
                return new Answer.Seen(new HealthSeen(time.GetUtcNow(), machine, health.Read(change, seen)));
        }
    }

    private Task<Reply> AskAsync(string machine, Request request, CancellationToken cancellation) =>
        sessions.WithAsync(machine, agent => agent.AskAsync(request, cancellation), cancellation);

    private Task<SlotWindows> AskWindowsAsync(MachineChange change, CancellationToken cancellation) => sessions.WithAsync(
        change.Machine,
        async agent =>
        {
            DateTimeOffset before = time.GetUtcNow();
            ObservedMachine seen = await agent.InspectAsync(HealthReader.Question(change), cancellation);
            DateTimeOffset after = time.GetUtcNow();
            _ahead[change.Machine] = WindowReader.Ahead(seen, after);
            return WindowReader.Read(change, seen, before, after);
        },
        cancellation);

    private Activate ActivationOf(MachineChange change, DateTimeOffset? before)
    {
        Activate activate = new()
        {
            Fence = fence,
            ExpectedGeneration = (ulong)change.Base.Generation,
            NewGeneration = (ulong)plan.Generation,
            Release = change.Release,
            ConfirmSeconds = (uint)change.ConfirmSeconds,
            BeginBeforeUnixMs = before is { } moment ? (moment + _ahead[change.Machine]).ToUnixTimeMilliseconds() : 0,
        };
        activate.Steps.AddRange(change.Steps.Select(AgentSteps.Of));
        return activate;
    }

    private Request Confirmation(Confirm.Types.Level level) =>
        new() { Confirm = new Confirm { Fence = fence, Generation = (ulong)plan.Generation, Level = level } };

    private Request Reversion(RolloutCommand.Revert revert) => new()
    {
        Revert = new Revert
        {
            Fence = fence, FromGeneration = (ulong)plan.Generation, ToGeneration = (ulong)revert.To, Reason = Short(revert.Reason),
        },
    };

    private static string Short(string reason)
    {
        const int longest = 200;
        return reason.Length <= longest ? reason : reason[..longest];
    }
}
