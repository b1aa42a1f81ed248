using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment;

/// <summary>A node's service as it should be.</summary>
/// <param name="Name">The unit, e.g. <c>pool-relay@relay-1.service</c>.</param>
/// <param name="NodeName">The node.</param>
/// <param name="Role">What the node is for.</param>
/// <param name="IsStandby">True for a producer that follows the chain and must not forge.</param>
/// <param name="IsEnabled">True when it starts with the machine.</param>
/// <param name="IsActive">True when it runs.</param>
public sealed record DesiredUnit(
    string Name, string NodeName, NodeRole Role, bool IsStandby, bool IsEnabled, bool IsActive);
