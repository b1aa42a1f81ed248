using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>Whether a generation counts as confirmed.</summary>
internal static class ConfirmRule
{
    /// <summary>Decides. Pre: no confirmation is overdue.</summary>
    /// <param name="state">The machine's state.</param>
    /// <param name="request">What is confirmed.</param>
    /// <param name="session">The agent process that is asked.</param>
    /// <param name="origin">The connection that it was started over; empty where that is not known.</param>
    public static Decision Decide(AgentState state, Confirm request, string session, string origin)
    {
        long generation = (long)request.Generation;
        if (generation == 0 || generation != state.Generation || state.Underway is not null)
            return new Refuse(new Refusal(Refused.Types.Code.NotCurrent, WhyNot(state, generation))
            {
                Generation = state.Generation,
                Highest = state.Highest,
            });
        if (state.Pending is { } pending && (session == pending.Session || (origin.Length > 0 && origin == pending.Origin)))
            return new Refuse(new Refusal(
                Refused.Types.Code.SameConnection,
                "the change was made over this very connection, which stays open whatever the firewall says: connect anew"));
        ConfirmationLevel asked = request.Level == Confirm.Types.Level.Stable
            ? ConfirmationLevel.Stable
            : ConfirmationLevel.Reachable;
        ConfirmationLevel level = state.History[^1].Level;
        return state.Pending is null && level >= asked
            ? new NothingToDo()
            : new Record(new GenerationConfirmed(generation, level > asked ? level : asked));
    }

    private static string WhyNot(AgentState state, long generation)
    {
        if (state.Underway is { } underway && generation == state.Generation)
            return $"generation {generation} is not finished: {underway.Done.Length} of {underway.Steps.Length} steps are done";
        string taken = generation > state.Generation && state.LastRevertReason.Length > 0
            ? $"generation {generation} was taken back: {state.LastRevertReason}"
            : $"generation {generation} is not in force";
        return $"{taken}; the machine is at generation {state.Generation}";
    }
}
