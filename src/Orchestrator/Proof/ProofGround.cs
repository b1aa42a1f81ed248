using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>Where a proof takes place.</summary>
/// <param name="Kind"><see cref="ProofLive.Namespaces"/> or <see cref="ProofLive.RealMachines"/>.</param>
/// <param name="Machines">The machines of the plan, in its order.</param>
/// <param name="Outsiders">Other places that send.</param>
/// <param name="Here">The one of them that is this computer; null where it is none.</param>
/// <param name="Remarks">What a reader should know of the places.</param>
internal sealed record ProofGround(
    string Kind, ImmutableArray<IVantage> Machines, ImmutableArray<IVantage> Outsiders, string? Here,
    ImmutableArray<string> Remarks)
{
    /// <summary>Every place.</summary>
    public IEnumerable<IVantage> Places => [.. Machines, .. Outsiders];
}
