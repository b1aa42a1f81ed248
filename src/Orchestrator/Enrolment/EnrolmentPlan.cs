using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Enrolment;

/// <summary>Which nodes get an enrolment with the next apply, and what a person should know about the others.</summary>
/// <remarks>
/// Beside the plan of changes and no part of a saved one: an enrolment changes nothing that is derived, and whether a
/// node needs one is known only when it is applied.
/// </remarks>
/// <param name="Wanted">Those who get one.</param>
/// <param name="Cautions">Why others that need one get none, and what to do, in sentences.</param>
internal sealed record EnrolmentPlan(ImmutableArray<EnrolmentNeed> Wanted, ImmutableArray<string> Cautions)
{
    /// <summary>Nobody needs one.</summary>
    public static readonly EnrolmentPlan None = new([], []);

    /// <summary>One line for each that is brought, then the cautions.</summary>
    public IEnumerable<string> Lines =>
        [.. Wanted.Select(need => $"enrolment for {need.Node} on {need.Machine}: {need.Reason}"), .. Cautions.Select(caution => $"caution: {caution}")];
}
