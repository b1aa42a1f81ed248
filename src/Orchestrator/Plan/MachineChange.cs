using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>What a plan does to one machine.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Base">What it was when the plan was made.</param>
/// <param name="Release">The release that will be in force: the SHA-256 of its manifest.</param>
/// <param name="Files">The files that change, by path.</param>
/// <param name="Nodes">Every node of the machine, interrupted or not.</param>
/// <param name="Steps">What the machine does, in order.</param>
/// <param name="ConfirmSeconds">How long the change stays without being confirmed; 0 where it need not be.</param>
internal sealed record MachineChange(
    string Machine,
    MachineBase Base,
    string Release,
    ImmutableArray<FileChange> Files,
    ImmutableArray<NodeChange> Nodes,
    ImmutableArray<PlannedStep> Steps,
    int ConfirmSeconds)
{
    /// <summary>The pool's producer is away for a while: only between its own slots.</summary>
    public bool NeedsWindow => Nodes.Any(node => node.IsForger && node.IsInterrupted && node.Expectation.Runs);

    /// <summary>The rule set changes.</summary>
    public bool LoadsFirewall => Steps.Any(step => step.Kind == PlannedStepKind.LoadFirewall);

    /// <summary>Nothing ran here before.</summary>
    public bool IsNew => Base.Generation == 0;
}
