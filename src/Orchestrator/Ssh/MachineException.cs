using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>A machine could not be spoken to, or did not do what was asked.</summary>
/// <param name="failure">In which way.</param>
internal sealed class MachineException(Failure failure) : Exception(failure.Sentence)
{
    /// <summary>In which way.</summary>
    public Failure Failure { get; } = failure;
}
