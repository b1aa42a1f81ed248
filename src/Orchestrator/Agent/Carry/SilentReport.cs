using PoolTopology.Orchestrator.Agent.State;

namespace PoolTopology.Orchestrator.Agent.Carry;

/// <summary>Nobody listens: systemd started the change.</summary>
internal sealed class SilentReport : IStepReport
{
    /// <inheritdoc/>
    public Task SkippedAsync(int index, int count, AgentStep step) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task BegunAsync(int index, int count, AgentStep step) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DoneAsync(int index, int count, AgentStep step) => Task.CompletedTask;
}
