using PoolTopology.Orchestrator.Cli;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>How a rollout ended.</summary>
internal enum RolloutOutcome
{
    /// <summary>Everything is in force, healthy and marked stable.</summary>
    Done,

    /// <summary>Nothing was changed.</summary>
    Failed,

    /// <summary>What was changed was taken back.</summary>
    RolledBack,

    /// <summary>Some machines are at the new generation and some are not, and no automatic step mends it.</summary>
    Partial,

    /// <summary>What was changed is good and stays; the rest would not have been safe.</summary>
    Held,

    /// <summary>A finished rollout was taken back, as asked.</summary>
    Undone,

    /// <summary>What was changed was taken back, and a machine is not healthy all the same.</summary>
    BackUnhealthy,
}

/// <summary>Exit codes of outcomes.</summary>
internal static class RolloutOutcomes
{
    /// <summary>What the program tells the shell.</summary>
    public static int ExitCodeOf(RolloutOutcome outcome, Failure? failure) => outcome switch
    {
        RolloutOutcome.Done or RolloutOutcome.Undone => ExitCodes.Ok,
        RolloutOutcome.RolledBack => ExitCodes.RolledBack,
        RolloutOutcome.Partial or RolloutOutcome.BackUnhealthy => ExitCodes.PartiallyApplied,
        RolloutOutcome.Held => ExitCodes.SafetyRefusal,
        _ => failure?.ExitCode ?? ExitCodes.Error,
    };
}
