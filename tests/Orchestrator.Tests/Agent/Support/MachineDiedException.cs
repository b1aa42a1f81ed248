namespace PoolTopology.Orchestrator.Tests.Agent.Support;

/// <summary>The simulated machine, or the agent on it, has died: nothing that comes after it is done.</summary>
public sealed class MachineDiedException(string before) : Exception($"died before {before}");
