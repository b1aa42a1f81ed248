using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>Why a request is not carried out.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Sentence">For people.</param>
internal sealed record Refusal(Refused.Types.Code Code, string Sentence)
{
    /// <summary>Where the machine is, where that is the reason.</summary>
    public long Generation { get; init; }

    /// <summary>The highest generation ever begun here, where that is the reason.</summary>
    public long Highest { get; init; }

    /// <summary>The highest token seen, where that is the reason.</summary>
    public long Token { get; init; }

    /// <summary>The lock that is in the way.</summary>
    public LockRecord? Lock { get; init; }
}
