using PoolTopology.Orchestrator.Agent.State;

namespace PoolTopology.Orchestrator.Agent.Carry;

/// <summary>Is told how a change proceeds. Never fails: a change goes on when nobody listens any more.</summary>
internal interface IStepReport
{
    /// <summary>A step holds already.</summary>
    Task SkippedAsync(int index, int count, AgentStep step);

    /// <summary>A step begins.</summary>
    Task BegunAsync(int index, int count, AgentStep step);

    /// <summary>A step is done.</summary>
    Task DoneAsync(int index, int count, AgentStep step);
}
