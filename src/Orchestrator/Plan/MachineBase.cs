namespace PoolTopology.Orchestrator.Plan;

/// <summary>What a machine was when a plan was made for it: the plan is good for nothing else.</summary>
/// <param name="MachineId">The machine's own id.</param>
/// <param name="Generation">The generation in force; 0 where nothing was ever activated.</param>
/// <param name="Release">The release in force; empty where none is.</param>
/// <param name="Fingerprint">SHA-256 over everything that the plan looked at: files, services, rule set.</param>
internal sealed record MachineBase(string MachineId, long Generation, string Release, string Fingerprint);
