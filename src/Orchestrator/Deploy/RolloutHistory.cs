using PoolTopology.Orchestrator.Audit;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Deploy;

/// <summary>The rollouts that an audit log tells of.</summary>
internal static class RolloutHistory
{
    /// <summary>The last rollout, or null where there was none.</summary>
    public static RolloutState? Last(IReadOnlyList<AuditEntry> entries, DeployStore store) =>
        entries.LastOrDefault(entry => entry.Event is RolloutBegun) is { } begun ? Replay(entries, begun, store) : null;

    private static RolloutState? Replay(IReadOnlyList<AuditEntry> entries, AuditEntry begun, DeployStore store)
    {
        DeploymentPlan? plan = store.FindPlan(((RolloutBegun)begun.Event).PlanId);
        return plan is null
            ? throw new AuditException($"the plan of rollout {begun.Rollout} is gone from the state directory")
            : RolloutFold.Replay(begun.Rollout, plan, entries.Where(entry => entry.Rollout == begun.Rollout).Select(entry => entry.Event));
    }
}
