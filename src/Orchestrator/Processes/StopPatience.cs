namespace PoolTopology.Orchestrator.Processes;

/// <summary>How long a process is given to stop before a harder word follows.</summary>
/// <param name="AfterEndOfInput">From the end of its stdin to SIGTERM.</param>
/// <param name="AfterTerminate">From SIGTERM to SIGKILL.</param>
internal sealed record StopPatience(TimeSpan AfterEndOfInput, TimeSpan AfterTerminate)
{
    /// <summary>Enough for a node to write its last state on a slow disk.</summary>
    public static readonly StopPatience Default = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));
}
