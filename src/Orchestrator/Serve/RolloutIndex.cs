using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.State;

namespace PoolTopology.Orchestrator.Serve;

/// <summary>Rollouts and generations in the database, and as events, for whoever asks; the audit log is the truth.</summary>
/// <remarks>Made anew from the log when the service starts, so what a kill left out between the two is there again.</remarks>
internal sealed class RolloutIndex(StateDatabase database, EventHub events) : IRolloutWatcher
{
    public void OnEvent(RolloutState state, RolloutEvent happened)
    {
        Write(state, happened);
        events.Publish(new RolloutStepped(happened.At, state.Id, state.Plan.Generation, happened));
    }

    public void OnSighting(RolloutState state, Sighting seen)
    {
        // Looked at anew by whoever takes over; nothing to keep.
    }

    /// <summary>Writes what the log says about the last rollout.</summary>
    public void Restore(RolloutState last, IEnumerable<AuditEntry> entries)
    {
        foreach (AuditEntry entry in entries.Where(entry => entry.Rollout == last.Id))
            Write(last, entry.Event);
    }

    private void Write(RolloutState state, RolloutEvent happened) => database.Write(connection => happened switch
    {
        RolloutBegun begun => connection.Command(
            """
            INSERT INTO rollouts(id, generation, purpose, plan, who, reason, begun, outcome) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, '')
            ON CONFLICT(id) DO NOTHING
            """,
            state.Id, state.Plan.Generation, begun.Purpose.ToString().ToLowerInvariant(), begun.PlanId, begun.Who, begun.Reason,
            begun.At.ToUnixTimeMilliseconds()).ExecuteNonQuery(),
        RolloutEnded ended => connection.Command(
            "UPDATE rollouts SET outcome=?2, ended=?3 WHERE id=?1",
            state.Id, ended.Outcome.ToString().ToLowerInvariant(), ended.At.ToUnixTimeMilliseconds()).ExecuteNonQuery(),
        MachineEvent { Machine: { } machine } => connection.Command(
            """
            INSERT INTO generations(machine, generation, rollout, state, at) VALUES(?1, ?2, ?3, ?4, ?5)
            ON CONFLICT(machine) DO UPDATE SET generation=?2, rollout=?3, state=?4, at=?5
            """,
            machine, happened is MachineReverted back ? back.Generation : state.Plan.Generation, state.Id,
            state.Machines[machine].Phase.ToString().ToLowerInvariant(), happened.At.ToUnixTimeMilliseconds()).ExecuteNonQuery(),
        _ => 0,
    });
}
