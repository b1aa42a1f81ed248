namespace PoolTopology.Orchestrator.Deploy;

/// <summary>A key of the pool's own devnet that this computer has and a machine needs.</summary>
/// <param name="Path">Where it belongs on the machine.</param>
/// <param name="Owner">Which account owns it there.</param>
/// <param name="SourcePath">Where it is here.</param>
/// <param name="Sha256">Of its content.</param>
internal sealed record KeyAtHand(string Path, string Owner, string SourcePath, string Sha256);
