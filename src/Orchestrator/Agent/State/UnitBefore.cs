namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>How a unit was before a generation touched it.</summary>
internal sealed record UnitBefore(string Unit, bool IsActive, bool IsEnabled);
