namespace PoolTopology.Orchestrator.Rollout;

/// <summary>Where the events of a rollout are kept.</summary>
internal interface IRolloutJournal
{
    /// <summary>Keeps an event. Post: it survives the death of the process and of the computer.</summary>
    void Append(RolloutEvent happened);
}
