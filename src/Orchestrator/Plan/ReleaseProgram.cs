namespace PoolTopology.Orchestrator.Plan;

/// <summary>A program as it goes into a release.</summary>
/// <param name="Name">E.g. <c>pool-relay</c>.</param>
/// <param name="SourcePath">Where its bytes are on this computer.</param>
/// <param name="Sha256">Of its bytes, lower-case hexadecimal.</param>
/// <param name="SizeBytes">How many.</param>
/// <param name="Architecture">As <c>uname -m</c> says it; empty for a script.</param>
internal sealed record ReleaseProgram(
    string Name, string SourcePath, string Sha256, long SizeBytes, string Architecture);
