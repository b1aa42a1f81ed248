namespace PoolTopology.Topology.Deployment;

/// <summary>A file of a network's configuration.</summary>
/// <param name="Name">Its name without a folder.</param>
/// <param name="Content">Its bytes.</param>
public sealed record NetworkFile(string Name, FileContent Content);
