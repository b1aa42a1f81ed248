namespace PoolTopology.Orchestrator.Look;

/// <summary>A look does not say enough: an agent must.</summary>
internal sealed class LookException(string message) : Exception(message);
