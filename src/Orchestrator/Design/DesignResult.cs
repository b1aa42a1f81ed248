using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Design;

/// <summary>What reading a topology file gave: a design, or every error at once.</summary>
/// <param name="Design">The design, or null where there are errors.</param>
/// <param name="Errors">The errors as lines for a person; empty where there is a design.</param>
/// <param name="Warnings">What is allowed and still worth reading.</param>
internal sealed record DesignResult(PoolDesign? Design, ImmutableArray<string> Errors, ImmutableArray<string> Warnings);
