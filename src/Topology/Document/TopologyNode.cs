namespace PoolTopology.Topology.Document;

/// <summary>One node process on one machine.</summary>
/// <param name="Name">Its name, unique over all nodes of the file.</param>
/// <param name="MachineName">The machine that it runs on.</param>
/// <param name="Port">The node-to-node port.</param>
/// <param name="RpcPort">The port of its gRPC health and status services.</param>
/// <param name="MetricsPort">The port of its Prometheus metrics.</param>
public abstract record TopologyNode(string Name, string MachineName, int Port, int RpcPort, int MetricsPort)
{
    /// <summary>The gRPC port of a node that does not say otherwise.</summary>
    public const int DefaultRpcPort = 12799;

    /// <summary>The metrics port of a node that does not say otherwise: cardano-node's.</summary>
    public const int DefaultMetricsPort = 12798;

    /// <summary>What this node is for.</summary>
    public abstract NodeRole Role { get; }

    /// <summary>The key of this node in the file.</summary>
    public string Path => Role switch
    {
        NodeRole.Producer => $"producers.{Name}",
        NodeRole.Relay => $"relays.{Name}",
        _ => $"observers.{Name}",
    };
}
