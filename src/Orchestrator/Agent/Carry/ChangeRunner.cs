using System.Collections.Immutable;
using PoolTopology.Orchestrator.Agent.Decide;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Carry;

/// <summary>Carries out the change that is underway, from wherever an earlier agent left it.</summary>
/// <remarks>
/// Pre: it is this agent's turn.
/// Post: the journal says before each step that it begins and after it that it is done; an exception leaves the change
/// underway, to be taken up by the same request or by a revert.
/// </remarks>
internal sealed class ChangeRunner(IMachine machine, Journal journal, CarryMode mode)
{
    private readonly StepHand _hand = new(machine, mode);
    private readonly ReleaseStore _releases = new(machine.Files);

    /// <summary>Carries the change to its end.</summary>
    /// <param name="report">Told of every step.</param>
    /// <param name="cancellation">Not obeyed between a step's beginning and its end.</param>
    /// <returns>How many steps were performed.</returns>
    public async Task<int> FinishAsync(IStepReport report, CancellationToken cancellation)
    {
        Undertaking change = journal.State.Underway ?? throw new InvalidOperationException("nothing is underway");
        int performed = 0;
        for (int index = 0; index < change.Steps.Length; index++)
        {
            AgentStep step = change.Steps[index];
            // What can be seen is looked at again: a restart of the machine undoes more than the journal knows.
            if (change.Done.Contains(index) && !step.IsSeen)
                continue;
            cancellation.ThrowIfCancellationRequested();
            if (await _hand.HoldsAsync(step, journal.State, cancellation))
            {
                await report.SkippedAsync(index, change.Steps.Length, step);
                continue;
            }

            await report.BegunAsync(index, change.Steps.Length, step);
            await PerformAsync(change.Kind, index, step);
            await report.DoneAsync(index, change.Steps.Length, step);
            performed++;
        }

        PendingConfirmation? pending = journal.State.Pending;
        journal.Write(new ChangeDone(PlacedBy(change.Release), LevelAfter(change)));
        if (change.Kind == UndertakingKind.Revert && pending is not null && mode == CarryMode.Running)
            await new SystemUnits(machine.Commands).CallOffAsync(StepHand.AlarmOf(pending), CancellationToken.None);
        return performed;
    }

    /// <summary>
    /// Takes back, before anything else is done, what must not stay: a revert that was interrupted is finished, and a
    /// generation whose time is over is left.
    /// </summary>
    /// <returns>Whether there was anything to take back.</returns>
    public async Task<bool> SettleAsync(IStepReport report, CancellationToken cancellation)
    {
        AgentState state = journal.State;
        if (state.Underway is not { Kind: UndertakingKind.Revert })
        {
            bool isDue = mode == CarryMode.AtStart
                ? RevertRule.IsDueAtStart(state)
                : RevertRule.IsDue(state, machine.Now);
            if (!isDue)
                return false;
            string reason = mode == CarryMode.AtStart
                ? "the machine was restarted before it was confirmed"
                : "it was not confirmed in time";
            journal.Write(RevertRule.Overdue(state, reason, PlacedBy));
        }

        await FinishAsync(report, cancellation);
        return true;
    }

    /// <summary>The paths that a release places; none where it is not on the machine.</summary>
    public ImmutableArray<string> PlacedBy(string release) =>
        release.Length == 0 ? [] : [.. _releases.Find(release)?.Placed.Select(file => file.Path) ?? []];

    private async Task PerformAsync(UndertakingKind kind, int index, AgentStep step)
    {
        journal.Write(new StepBegun(index, step is ArmRevert arm ? Pending(arm) : null));
        try
        {
            await _hand.PerformAsync(step, journal.State, CancellationToken.None);
        }
        catch (MachineFailure failed) when (kind == UndertakingKind.Revert && step is ActOnUnit
            && failed.Code == Refused.Types.Code.CommandFailed)
        {
            // NOTE: A node that does not start must not keep the machine from going back.
            // Its unit stays failed, which Inspect shows and every health gate sees.
        }

        journal.Write(new StepDone(index));
    }

    private PendingConfirmation Pending(ArmRevert arm) => new(
        journal.State.Generation,
        machine.Now.After(TimeSpan.FromSeconds(arm.Seconds)),
        (journal.State.Pending?.Armings ?? 0) + 1,
        machine.Identity.Session,
        machine.Identity.Origin);

    private static ConfirmationLevel LevelAfter(Undertaking change) =>
        change.Steps.Any(step => step is ArmRevert) ? ConfirmationLevel.None : ConfirmationLevel.Reachable;
}
