namespace PoolTopology.Orchestrator.Plan;

/// <summary>What kind of step a machine takes.</summary>
internal enum PlannedStepKind
{
    /// <summary>The link to the release in force flips.</summary>
    SwitchRelease,

    /// <summary>Links and copies are put at their places.</summary>
    PlaceFiles,

    /// <summary>systemd reads its units again.</summary>
    DaemonReload,

    /// <summary>The rule set of a file is loaded.</summary>
    LoadFirewall,

    /// <summary>A unit starts with the machine.</summary>
    Enable,

    /// <summary>A unit no longer starts with the machine.</summary>
    Disable,

    /// <summary>A unit starts.</summary>
    Start,

    /// <summary>A unit stops.</summary>
    Stop,

    /// <summary>A unit stops and starts.</summary>
    Restart,

    /// <summary>A unit reads its files again.</summary>
    Reload,
}

/// <summary>One step of a machine's change, in order.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Target">The unit or file that it is done to; empty where there is only one.</param>
internal sealed record PlannedStep(PlannedStepKind Kind, string Target = "");
