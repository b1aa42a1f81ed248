using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>Whether a firewall may be measured now: not while a rollout is on this machine.</summary>
/// <remarks>
/// A person's lock keeps others from changing; measuring changes nothing. What must not be held up is a change that waits
/// for its confirmation: the alarm that takes it back needs the turn that a measurement holds.
/// </remarks>
internal static class WitnessRule
{
    /// <summary>Why it may not; null where it may.</summary>
    public static Refusal? Check(JournalReading journal, BootInstant now)
    {
        if (journal.Damage.Length > 0)
        {
            return new Refusal(
                Refused.Types.Code.DamagedJournal,
                $"the agent's journal is damaged, so that nobody knows whether the machine is being changed: {journal.Damage}");
        }

        AgentState state = journal.State;
        if (state.Underway is { } underway)
            return Changing($"generation {underway.Generation} was begun and not finished: finish it with pool apply, then measure");
        if (state.Pending is { } pending)
            return Changing($"generation {pending.Generation} waits for its confirmation: measure when it has it");
        return state.Lock is { IsManual: false } held && held.IsLive(now)
            ? Changing($"a rollout is on this machine ({held.Holder}): measure when it is over") with { Lock = held }
            : null;
    }

    private static Refusal Changing(string sentence) => new(Refused.Types.Code.Changing, sentence);
}
