using System.Collections.Immutable;
using PoolTopology.Orchestrator.Agent.State;

namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>What Activate asks for, checked.</summary>
/// <param name="Expected">The generation that it was planned for.</param>
/// <param name="Generation">The new one.</param>
/// <param name="Release">Its release.</param>
/// <param name="Steps">In order.</param>
/// <param name="ConfirmSeconds">0 where the generation needs no confirmation.</param>
/// <param name="AdoptsFiles">Files in the way are replaced.</param>
/// <param name="Digest">Two requests with the same digest ask for the same.</param>
internal sealed record ActivationRequest(
    long Expected,
    long Generation,
    string Release,
    ImmutableArray<AgentStep> Steps,
    int ConfirmSeconds,
    bool AdoptsFiles,
    string Digest);
