namespace PoolTopology.Orchestrator.State;

/// <summary>An event as it is kept.</summary>
/// <param name="Sequence">Its number; rises, is never used twice.</param>
/// <param name="At">ISO 8601, UTC.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Node">The node that it is about; empty for none.</param>
/// <param name="Detail">A JSON object.</param>
internal sealed record KeptEvent(long Sequence, string At, string Type, string Node, string Detail);
