namespace PoolTopology.Orchestrator.Rollout;

/// <summary>The machines, as far as a rollout has to do with them: real ones over SSH, or simulated ones.</summary>
internal interface IFleet
{
    /// <summary>Performs a command. A command that does not work is an answer, not an exception.</summary>
    Task<Answer> PerformAsync(RolloutCommand command, CancellationToken cancellation);
}
