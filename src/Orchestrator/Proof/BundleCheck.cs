namespace PoolTopology.Orchestrator.Proof;

/// <summary>What checking a bundle gave.</summary>
/// <param name="Bundle">The bundle, or null where the file is none.</param>
/// <param name="Fault">The first thing that is wrong, as a sentence; null where the proof holds.</param>
internal sealed record BundleCheck(ProofBundle? Bundle, string? Fault);
