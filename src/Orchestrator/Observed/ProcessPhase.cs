namespace PoolTopology.Orchestrator.Observed;

/// <summary>Where a node's process stands.</summary>
internal enum ProcessPhase
{
    /// <summary>Not started by this orchestrator.</summary>
    Unknown,

    /// <summary>Runs.</summary>
    Running,

    /// <summary>Died; waits for its next start.</summary>
    Waiting,

    /// <summary>Cannot run as configured; not started again.</summary>
    Failed,

    /// <summary>Was stopped in order.</summary>
    Stopped,
}
