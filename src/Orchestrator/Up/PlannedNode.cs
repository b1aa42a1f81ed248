using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Processes;

namespace PoolTopology.Orchestrator.Up;

/// <summary>One node as it will be run.</summary>
/// <param name="Node">What the topology file says about it.</param>
/// <param name="Process">Its process.</param>
/// <param name="PeerFilePath">Where its peer file is written before it starts.</param>
internal sealed record PlannedNode(NodeDesign Node, ProcessSpec Process, string PeerFilePath);
