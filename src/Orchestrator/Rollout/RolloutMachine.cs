using PoolTopology.Orchestrator.Plan;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>Decides how a rollout goes on: a pure function of its state and the time.</summary>
/// <remarks>
/// Invariant: a command that changes a machine is only wanted after the event that announces it; whoever records events
/// before acting on them may be killed anywhere and taken up by another. Decisions are levels, not edges: the same state
/// wants the same commands, however often it is asked.
/// </remarks>
internal static class RolloutMachine
{
    /// <summary>What should be recorded, or else be underway, now.</summary>
    public static RolloutDecision Decide(RolloutState state, DateTimeOffset now) => state.Phase switch
    {
        RolloutPhase.Forward => ForwardDecision.Decide(state, now),
        RolloutPhase.Reverting => RevertDecision.Decide(state, now),
        _ => new RolloutDecision([], [], null),
    };
}

/// <summary>Collects what several machines want.</summary>
internal sealed class Wants(DateTimeOffset now)
{
    private readonly List<RolloutEvent> _events = [];
    private readonly List<RolloutCommand> _commands = [];
    private DateTimeOffset? _wakeAt;

    /// <summary>The moment of the decision.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>Something to record.</summary>
    public void Record(RolloutEvent happened) => _events.Add(happened);

    /// <summary>A command, unless its machine has to wait after a failure.</summary>
    public void Command(MachineProgress machine, RolloutCommand command)
    {
        if (machine.NotBefore > Now)
            WakeAt(machine.NotBefore);
        else
            _commands.Add(command);
    }

    /// <summary>Decide again at this time. A time that is over was decided on just now.</summary>
    public void WakeAt(DateTimeOffset at)
    {
        if (at > Now && (_wakeAt is not { } earlier || at < earlier))
            _wakeAt = at;
    }

    /// <summary>Everything together.</summary>
    public RolloutDecision ToDecision() =>
        _events.Count > 0 ? RolloutDecision.Record([.. _events]) : new RolloutDecision([], [.. _commands], _wakeAt);
}

/// <summary>Times of a rollout that its plan's policy gives.</summary>
internal static class RolloutTimes
{
    private const int LooksPerHold = 20;
    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    /// <summary>How long a rollout waits for a window before it leaves the producer as it is.</summary>
    public static readonly TimeSpan WindowPatience = TimeSpan.FromHours(24);

    /// <summary>How often a machine that is watched is looked at.</summary>
    public static TimeSpan LookEvery(PlanPolicy policy)
    {
        TimeSpan part = TimeSpan.FromSeconds(policy.HoldSeconds) / LooksPerHold;
        return part < ShortestLook ? ShortestLook : part > LongestLook ? LongestLook : part;
    }

    /// <summary>How long a machine may take to become healthy.</summary>
    public static TimeSpan Deadline(PlanPolicy policy) => TimeSpan.FromSeconds(policy.DeadlineSeconds);

    /// <summary>How long the producer must be allowed to be away.</summary>
    public static TimeSpan AwayTime(MachineChange change) =>
        TimeSpan.FromSeconds(change.Nodes.Where(node => node.IsForger && node.IsInterrupted)
            .Select(node => node.Cost.MostSeconds).DefaultIfEmpty(0).Max());
}
