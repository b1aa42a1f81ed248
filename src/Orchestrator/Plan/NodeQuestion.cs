using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>Where a machine's agent asks a node how it is.</summary>
internal static class NodeQuestion
{
    /// <summary>Our own nodes over gRPC; a cardano-node by its metrics.</summary>
    public static NodeEndpoint Of(TopologyDocument document, TopologyNode node) => document.Engine == EngineKind.CardanoNode
        ? new NodeEndpoint { Name = node.Name, MetricsAddress = document.MetricsEndPointOf(node).ToString() }
        : new NodeEndpoint { Name = node.Name, Address = document.RpcEndPointOf(node).ToString() };
}
