using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Simulation.Rollouts;

/// <summary>Machines that answer late, sometimes not at all, and sometimes after having done what was asked.</summary>
internal sealed class SimulatedFleet : IFleet
{
    private static readonly TimeSpan SlotGap = TimeSpan.FromSeconds(60);
    private readonly Random _random;
    private readonly TimeProvider _time;
    private readonly DeploymentPlan _plan;
    private readonly NodeBehaviour _release;
    private readonly double _lossRate;
    private readonly DateTimeOffset _begin;

    public SimulatedFleet(Random random, TimeProvider time, DeploymentPlan plan, NodeBehaviour release, double lossRate)
    {
        (_random, _time, _plan, _release, _lossRate) = (random, time, plan, release, lossRate);
        _begin = time.GetUtcNow();
        Machines = plan.Machines.ToDictionary(
            change => change.Machine,
            change => new SimulatedMachine(change.Machine, time) { StartTime = TimeSpan.FromSeconds(1 + (random.NextDouble() * 5)) });
    }

    public Dictionary<string, SimulatedMachine> Machines { get; }

    /// <summary>How long a connection may stand still before a machine hears that it is to move.</summary>
    public TimeSpan LongestStall { get; init; }

    /// <summary>The producer's own slots: one a minute.</summary>
    public IEnumerable<DateTimeOffset> OwnSlots(DateTimeOffset until)
    {
        for (DateTimeOffset slot = _begin + SlotGap; slot <= until; slot += SlotGap)
            yield return slot;
    }

    public async Task<Answer> PerformAsync(RolloutCommand command, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(20, 400)), _time, CancellationToken.None);
        if (command is RolloutCommand.Activate)
            await Task.Delay(LongestStall * _random.NextDouble(), _time, CancellationToken.None);
        bool isLost = _random.NextDouble() < _lossRate;
        if (isLost && _random.Next(2) == 0)
            return Lost(command);
        Answer answer = Do(command);
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(20, 400)), _time, CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return isLost ? Lost(command) : answer;
    }

    private Answer Do(RolloutCommand command)
    {
        SimulatedMachine machine = Machines[command.Machine];
        MachineChange change = _plan.ChangeOf(command.Machine);
        DateTimeOffset now = _time.GetUtcNow();
        switch (command)
        {
            case RolloutCommand.Stage:
                machine.Staged.Add(change.Release);
                return new Answer.Happened(new MachineStaged(now, command.Machine));
            case RolloutCommand.Activate { Before: { } before } when now >= before && machine.Generation != _plan.Generation:
                return new Answer.Happened(new ActivationDeferred(now, command.Machine));
            case RolloutCommand.Activate:
                return Or(
                    machine.Activate(change.Base.Generation, _plan.Generation, _release, TimeSpan.FromSeconds(change.ConfirmSeconds)),
                    new MachineActivated(now, command.Machine, change.ConfirmSeconds > 0));
            case RolloutCommand.Confirm:
                return Or(machine.Confirm(_plan.Generation, isStable: false), new MachineConfirmed(now, command.Machine));
            case RolloutCommand.MarkStable:
                return Or(machine.Confirm(_plan.Generation, isStable: true), new MachineStable(now, command.Machine));
            case RolloutCommand.Revert:
                return Or(machine.Revert(_plan.Generation), new MachineReverted(now, command.Machine, machine.Generation));
            case RolloutCommand.AskWindows:
                return new Answer.Seen(new WindowsSeen(now, command.Machine, Windows(now)));
            default:
                HealthSample sample = new(machine.Generation, [machine.Look(1000 + (long)(now - _begin).TotalSeconds)]);
                return new Answer.Seen(new HealthSeen(now, command.Machine, sample));
        }

        Answer Or(Failure? failure, MachineEvent good) => failure is null
            ? new Answer.Happened(good)
            : new Answer.Seen(new CommandFailed(now, command.Machine, failure));
    }

    private SlotWindows Windows(DateTimeOffset now) => SlotWindows.Known(
        [
            .. OwnSlots(now + (3 * SlotGap)).Where(slot => slot + SlotGap > now)
                .Select(slot => new SlotWindow(slot + TimeSpan.FromSeconds(1), slot + SlotGap))
                .Prepend(new SlotWindow(_begin, _begin + SlotGap)),
        ]);

    private CommandFailed LostSighting(string machine) =>
        new(_time.GetUtcNow(), machine, new Failure(FailureKind.Unreachable, "connection lost"));

    private Answer.Seen Lost(RolloutCommand command) => new(LostSighting(command.Machine));
}
