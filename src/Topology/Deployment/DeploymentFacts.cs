namespace PoolTopology.Topology.Deployment;

/// <summary>What derivation needs to know beside topology.yaml.</summary>
/// <param name="Network">The network's files; null leaves out every file that is made from them.</param>
public sealed record DeploymentFacts(NetworkFiles? Network)
{
    /// <summary>Nothing but topology.yaml.</summary>
    public static readonly DeploymentFacts None = new((NetworkFiles?)null);
}
