namespace PoolTopology.Topology.Deployment;

/// <summary>A program that a machine's units start; its bytes come with the release.</summary>
/// <param name="Name">E.g. <c>pool-relay</c>.</param>
/// <param name="Path">Where the units look for it.</param>
public sealed record RequiredExecutable(string Name, string Path);
