namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>Under what right a request changes the machine.</summary>
internal sealed record Claim(string Holder, long Token);
