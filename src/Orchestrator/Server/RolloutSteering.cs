namespace PoolTopology.Orchestrator.Server;

/// <summary>What a person can want of a rollout.</summary>
internal enum RolloutSteering
{
    /// <summary>No further machine moves.</summary>
    Pause,

    /// <summary>Machines move again.</summary>
    Resume,

    /// <summary>Hold times are over.</summary>
    Promote,

    /// <summary>Everything goes back.</summary>
    Abort,
}
