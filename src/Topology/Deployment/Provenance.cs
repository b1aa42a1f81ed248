namespace PoolTopology.Topology.Deployment;

/// <summary>Why a line of a derived file is as it is.</summary>
/// <param name="Path">The key of topology.yaml that caused it, e.g. <c>relays.relay-1.port</c>; where the file does not
/// say it, the nearest key above it or the default stands. Empty for the file as a whole.</param>
/// <param name="Reason">What the line does and why, in one sentence without a full stop.</param>
public sealed record Provenance(string Path, string Reason);
