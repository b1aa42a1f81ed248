using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>A machine could not be spoken to, or did not do what was asked.</summary>
/// <param name="failure">In which way.</param>
internal sealed class MachineException(Failure failure) : Exception(failure.Sentence)
{
    /// <summary>In which way.</summary>
    public Failure Failure { get; } = failure;

    /// <summary>The lock that is in the way; null where none is.</summary>
    public Lease? Lock { get; init; }
}
