namespace PoolTopology.Orchestrator.Plan;

/// <summary>What a change does to a node that runs.</summary>
internal enum Interruption
{
    /// <summary>It does not notice.</summary>
    None,

    /// <summary>It reads a file again and goes on.</summary>
    Reload,

    /// <summary>It starts, and did not run before.</summary>
    Start,

    /// <summary>It stops and starts again.</summary>
    Restart,

    /// <summary>It stops for good.</summary>
    Stop,
}
