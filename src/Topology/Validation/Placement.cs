using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Validation;

/// <summary>A node and the machine that it runs on.</summary>
internal sealed record Placement(TopologyNode Node, Machine Machine);
