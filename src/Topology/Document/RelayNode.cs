namespace PoolTopology.Topology.Document;

/// <summary>A relay between the producer and the world.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MachineName">The machine that it runs on.</param>
/// <param name="Port">The node-to-node port.</param>
/// <param name="RpcPort">The port of its gRPC services.</param>
/// <param name="MetricsPort">The port of its metrics.</param>
/// <param name="Public">The name or address that the pool's registration publishes for it, or null when it is not
/// registered.</param>
public sealed record RelayNode(
    string Name, string MachineName, int Port, int RpcPort, int MetricsPort, HostAddress? Public)
    : TopologyNode(Name, MachineName, Port, RpcPort, MetricsPort)
{
    /// <inheritdoc/>
    public override NodeRole Role => NodeRole.Relay;
}
