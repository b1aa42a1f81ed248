using System.Collections.Immutable;
using PoolTopology.Orchestrator.Plan;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>Where a rollout as a whole is.</summary>
internal enum RolloutPhase
{
    /// <summary>Machines move forward.</summary>
    Forward,

    /// <summary>Machines move back.</summary>
    Reverting,

    /// <summary>It is over.</summary>
    Ended,
}

/// <summary>A rollout, as its events have made it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Plan">What is put in force, or taken back.</param>
/// <param name="Purpose">Which of the two.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="Machines">The plan's machines, by name.</param>
internal sealed record RolloutState(
    string Id, DeploymentPlan Plan, RolloutPurpose Purpose, RolloutPhase Phase,
    ImmutableSortedDictionary<string, MachineProgress> Machines)
{
    /// <summary>When it began, or was taken up.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When a machine last got further.</summary>
    public DateTimeOffset ProgressAt { get; init; }

    /// <summary>No further machine moves.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Why the producer's slots do not matter; empty where they do.</summary>
    public string WindowsWaived { get; init; } = "";

    /// <summary>A person wants everything back; null where nobody does.</summary>
    public Failure? Abort { get; init; }

    /// <summary>Why it is being taken back, or why it failed.</summary>
    public Failure? Cause { get; init; }

    /// <summary>How it ended; null where it has not.</summary>
    public RolloutOutcome? Outcome { get; init; }

    /// <summary>A machine may have changed.</summary>
    public bool HasChanged => Machines.Values.Any(machine => machine.IsChanged);

    /// <summary>What the program tells the shell; 0 while it goes on.</summary>
    public int ExitCode => Outcome is { } outcome ? RolloutOutcomes.ExitCodeOf(outcome, Cause) : 0;

    /// <summary>The same rollout with one machine changed.</summary>
    public RolloutState With(MachineProgress machine) => this with { Machines = Machines.SetItem(machine.Machine, machine) };
}
