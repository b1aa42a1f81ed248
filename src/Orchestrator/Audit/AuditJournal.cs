using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Audit;

/// <summary>A rollout's journal: its lines of the audit log.</summary>
internal sealed class AuditJournal(AuditLog log, string rollout) : IRolloutJournal
{
    public void Append(RolloutEvent happened) => log.Append(rollout, happened);
}
