namespace PoolTopology.Orchestrator.Cli;

/// <summary>What <c>pool</c> tells the shell. A number is never given a second meaning.</summary>
internal static class ExitCodes
{
    /// <summary>Done; for a plan, nothing to change.</summary>
    public const int Ok = 0;

    /// <summary>Something failed.</summary>
    public const int Error = 1;

    /// <summary>The plan has changes.</summary>
    public const int HasChanges = 2;

    /// <summary>topology.yaml cannot be read or has errors.</summary>
    public const int ValidationFailed = 3;

    /// <summary>Some machines were changed and some were not.</summary>
    public const int PartiallyApplied = 4;

    /// <summary>A change was taken back.</summary>
    public const int RolledBack = 5;

    /// <summary>Somebody else holds the lock.</summary>
    public const int LockHeld = 6;

    /// <summary>The saved plan no longer fits what is there.</summary>
    public const int StalePlan = 7;

    /// <summary>A machine does not answer.</summary>
    public const int Unreachable = 8;

    /// <summary>What was done does not prove to be what was meant.</summary>
    public const int VerificationFailed = 9;

    /// <summary>Refused because a block or a key could be lost.</summary>
    public const int SafetyRefusal = 10;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 64;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
