namespace PoolTopology.Orchestrator.Cli;

/// <summary>The exit codes of <c>pool</c>: part of its interface, never reused.</summary>
internal static class ExitCodes
{
    /// <summary>Done, or nothing to do.</summary>
    public const int Ok = 0;

    /// <summary>An error.</summary>
    public const int Error = 1;

    /// <summary>The topology file has errors.</summary>
    public const int ValidationFailed = 3;

    /// <summary>A change reached some nodes and not all.</summary>
    public const int PartiallyApplied = 4;

    /// <summary>Another run holds the lock.</summary>
    public const int LockHeld = 6;

    /// <summary>A host or the orchestrator does not answer.</summary>
    public const int Unreachable = 8;

    /// <summary>A proof or verification failed.</summary>
    public const int ProofFailed = 9;

    /// <summary>Refused because it would not be safe.</summary>
    public const int SafetyRefusal = 10;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>Interrupted before it was finished.</summary>
    public const int Interrupted = 130;
}
