using PoolTopology.Topology.Document;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Intents;

/// <summary>What the topology says about one machine in one IP family.</summary>
/// <param name="Paths">The paths that it says something about.</param>
/// <param name="Grants">All that it allows there.</param>
public sealed record MachineIntent(ValueList<PacketPath> Paths, ValueList<Grant> Grants);
