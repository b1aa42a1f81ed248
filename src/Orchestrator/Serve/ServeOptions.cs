using System.Net;
using PoolTopology.Orchestrator.Deploy;

namespace PoolTopology.Orchestrator.Serve;

/// <summary>How the service runs.</summary>
/// <param name="TopologyFile">topology.yaml.</param>
/// <param name="StateDirectory">Where it keeps everything.</param>
/// <param name="ListenOn">Where other machines reach it; null for nowhere.</param>
/// <param name="NodeLife">How long certificates of nodes are good for.</param>
internal sealed record ServeOptions(string TopologyFile, string StateDirectory, IPEndPoint? ListenOn, TimeSpan NodeLife)
{
    /// <summary>Opens the deployment that rollouts are made from; at each rollout, because files change meanwhile.</summary>
    public required Func<Deployment> OpenDeployment { get; init; }
}
