namespace PoolTopology.Orchestrator.Rollout;

/// <summary>Somebody who is told how a rollout goes; must not take long.</summary>
internal interface IRolloutWatcher
{
    /// <summary>An event was kept.</summary>
    void OnEvent(RolloutState state, RolloutEvent happened);

    /// <summary>Something was seen.</summary>
    void OnSighting(RolloutState state, Sighting seen);
}
