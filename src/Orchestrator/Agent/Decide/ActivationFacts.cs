using System.Collections.Immutable;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Orchestrator.Agent.State;

namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>What the machine was seen to be just before an activation is decided.</summary>
/// <param name="Architecture">As <c>uname -m</c> says it.</param>
/// <param name="Manifest">Of the release; null where it is not on the machine.</param>
/// <param name="Holding">Steps of the request that hold already. Never a restart or reload of what runs.</param>
/// <param name="Foreign">Paths of the release at which there is something that no generation put there.</param>
/// <param name="Units">The units that the request names, as they are.</param>
/// <param name="RulesNow">The rule set in force, saved in the agent's store; empty where the request loads none.</param>
/// <param name="BootRules">The rule set that is loaded at the machine's start; empty for none.</param>
internal sealed record ActivationFacts(
    string Architecture,
    ReleaseManifest? Manifest,
    ImmutableHashSet<AgentStep> Holding,
    ImmutableArray<string> Foreign,
    ImmutableArray<UnitBefore> Units,
    string RulesNow,
    string BootRules)
{
    /// <summary>
    /// The rule set between those in force and the new one, in the agent's store: it lets in whoever either does. Empty
    /// where the new one shuts nobody out.
    /// </summary>
    public string Bridge { get; init; } = "";
}
