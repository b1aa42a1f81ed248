using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>Everything that one apply will do, and what it rests on.</summary>
/// <remarks>
/// Invariant: made by <see cref="Planner"/>, a pure function; the same document and observations give the same plan to
/// the byte. Machines are in the order of topology.yaml; each changed machine is in exactly one stage.
/// </remarks>
/// <param name="Pool">The pool's ticker.</param>
/// <param name="Network">The network.</param>
/// <param name="Topology">SHA-256 of the topology.yaml.</param>
/// <param name="Generation">The generation that changed machines will be at.</param>
/// <param name="Machines">The machines that change.</param>
/// <param name="Unchanged">The machines that do not.</param>
/// <param name="Stages">In which order.</param>
/// <param name="Policy">At which pace.</param>
/// <param name="Obstacles">Why it cannot be applied now; empty where it can.</param>
/// <param name="Cautions">What a person should know before saying yes.</param>
internal sealed record DeploymentPlan(
    string Pool,
    string Network,
    string Topology,
    long Generation,
    ImmutableArray<MachineChange> Machines,
    ImmutableArray<string> Unchanged,
    ImmutableArray<RolloutStage> Stages,
    PlanPolicy Policy,
    ImmutableArray<Obstacle> Obstacles,
    ImmutableArray<string> Cautions)
{
    /// <summary>The version of the format of saved plans.</summary>
    public const int Format = 1;

    /// <summary>Machines that it says nothing about; null where it speaks of all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LeftMachine>? Left { get; init; }

    /// <summary>There is nothing to do.</summary>
    public bool IsEmpty => Machines.IsEmpty;

    /// <summary>The change of a machine.</summary>
    public MachineChange ChangeOf(string machine) =>
        Machines.FirstOrDefault(change => change.Machine == machine)
        ?? throw new ArgumentException($"{machine} is not changed by this plan", nameof(machine));
}
