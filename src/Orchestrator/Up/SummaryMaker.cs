using System.Collections.Immutable;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Orchestrator.Up;

/// <summary>Turns the state at the end of a run into its summary and exit code. Pure.</summary>
internal static class SummaryMaker
{
    /// <summary>The summary of a run.</summary>
    /// <param name="at">When the run ended.</param>
    /// <param name="endedBy">What ended it.</param>
    /// <param name="state">The pool at the verdict.</param>
    /// <param name="shortcomings">All that keeps the run from being good.</param>
    /// <param name="reachability">Who reached the producer, where that was measured.</param>
    /// <param name="ranFor">How long the nodes ran.</param>
    public static Summary Create(
        DateTimeOffset at,
        RunEnd endedBy,
        PoolState state,
        ImmutableArray<Shortcoming> shortcomings,
        Reachability? reachability,
        TimeSpan ranFor) => new(
            at,
            Word(endedBy),
            ExitCodeOf(endedBy, shortcomings),
            [.. shortcomings.Select(shortcoming => shortcoming.Text)],
            state.BlocksForged,
            [.. state.Nodes.Select(Describe)],
            [.. state.Evidence.DoubleSignedSlots],
            reachability,
            state.Propagation.P50Ms,
            state.Propagation.P95Ms,
            ranFor);

    /// <summary>The exit code: an interrupted run has none of its own; a failed firewall outweighs the rest.</summary>
    public static int ExitCodeOf(RunEnd endedBy, ImmutableArray<Shortcoming> shortcomings) => endedBy switch
    {
        RunEnd.Unfinished => ExitCodes.Interrupted,
        _ when shortcomings.Any(shortcoming => shortcoming.IsFirewall) => ExitCodes.VerificationFailed,
        RunEnd.Failure => ExitCodes.Error,
        _ => shortcomings.IsEmpty ? ExitCodes.Ok : ExitCodes.Error,
    };

    private static string Word(RunEnd endedBy) => endedBy switch
    {
        RunEnd.Duration => "duration",
        RunEnd.Stopped => "stopped",
        RunEnd.Unfinished => "interrupted",
        RunEnd.Failure => "failure",
        _ => throw new ArgumentOutOfRangeException(nameof(endedBy), endedBy, "no such end"),
    };

    private static SummaryNode Describe(NodeState node)
    {
        Tip? tip = TipAgreement.TipOf(node);
        return new SummaryNode(
            node.Name, node.Role.Word(), node.Machine, tip?.BlockNo, tip?.Slot, tip?.Hash ?? "", node.Health,
            node.HealthReason, node.Restarts);
    }
}
