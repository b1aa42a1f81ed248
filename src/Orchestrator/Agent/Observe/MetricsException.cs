namespace PoolTopology.Orchestrator.Agent.Observe;

/// <summary>Bytes that are no metrics of a node; says where and why.</summary>
internal sealed class MetricsException(string message) : Exception(message);
