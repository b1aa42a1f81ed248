using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>What a plan does to one node of a machine that it changes.</summary>
/// <param name="Node">The node.</param>
/// <param name="Role">What the node is for.</param>
/// <param name="IsStandby">A producer that follows the chain and must not forge.</param>
/// <param name="Unit">Its service.</param>
/// <param name="RpcAddress">Its gRPC endpoint as seen on the machine; empty where it has none.</param>
/// <param name="Interruption">What it notices.</param>
/// <param name="Cost">How long it is away.</param>
/// <param name="Reason">What interrupts it; empty where nothing does.</param>
/// <param name="Expectation">What it must show before the rollout goes on.</param>
/// <param name="Final">What it must show when the rollout is over.</param>
internal sealed record NodeChange(
    string Node,
    NodeRole Role,
    bool IsStandby,
    string Unit,
    string RpcAddress,
    Interruption Interruption,
    RestartCost Cost,
    string Reason,
    HealthExpectation Expectation,
    HealthExpectation Final)
{
    /// <summary>The metrics of a node without a gRPC endpoint, as seen on the machine; empty where it has one.</summary>
    public string MetricsAddress { get; init; } = "";

    /// <summary>The producer that makes the pool's blocks.</summary>
    public bool IsForger => Role == NodeRole.Producer && !IsStandby;

    /// <summary>It runs, and will not for a while.</summary>
    public bool IsInterrupted => Interruption is Interruption.Restart or Interruption.Stop;
}
