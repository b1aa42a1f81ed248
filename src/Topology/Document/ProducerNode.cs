namespace PoolTopology.Topology.Document;

/// <summary>A hidden block producer, or the standby that may take its place.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MachineName">The machine that it runs on.</param>
/// <param name="Port">The node-to-node port.</param>
/// <param name="RpcPort">The port of its gRPC services.</param>
/// <param name="MetricsPort">The port of its metrics.</param>
/// <param name="IsStandby">True when it follows the chain and does not forge.</param>
public sealed record ProducerNode(
    string Name, string MachineName, int Port, int RpcPort, int MetricsPort, bool IsStandby)
    : TopologyNode(Name, MachineName, Port, RpcPort, MetricsPort)
{
    /// <inheritdoc/>
    public override NodeRole Role => NodeRole.Producer;
}
