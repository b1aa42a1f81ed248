namespace PoolTopology.Orchestrator.Audit;

/// <summary>The audit log is not what was written.</summary>
internal sealed class AuditException(string message) : Exception(message);
