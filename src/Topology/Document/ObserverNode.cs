namespace PoolTopology.Topology.Document;

/// <summary>A node outside the pool that follows its relays like any stranger.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MachineName">The machine that it runs on.</param>
/// <param name="Port">The node-to-node port.</param>
/// <param name="RpcPort">The port of its gRPC services.</param>
/// <param name="MetricsPort">The port of its metrics.</param>
/// <param name="Follows">The relays that it dials, or null for all of them.</param>
public sealed record ObserverNode(
    string Name, string MachineName, int Port, int RpcPort, int MetricsPort, ValueList<string>? Follows)
    : TopologyNode(Name, MachineName, Port, RpcPort, MetricsPort)
{
    /// <inheritdoc/>
    public override NodeRole Role => NodeRole.Observer;
}
