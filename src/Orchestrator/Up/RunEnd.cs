namespace PoolTopology.Orchestrator.Up;

/// <summary>What ended a run.</summary>
internal enum RunEnd
{
    /// <summary>The time given with --for is over.</summary>
    Duration,

    /// <summary>A person stopped a run without a given time, after it had been all healthy at least once.</summary>
    Stopped,

    /// <summary>Interrupted before its time was over, or before all nodes were healthy for the first time.</summary>
    Unfinished,

    /// <summary>A node cannot run at all.</summary>
    Failure,
}
