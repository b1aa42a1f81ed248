using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Proof;

/// <summary>Who can begin a connection with a producer, as far as its machine's firewall has a say.</summary>
/// <param name="Producer">The producer.</param>
/// <param name="From">Machines' names and other parties, in the order of the topology.</param>
public sealed record ProducerReach(string Producer, ValueList<string> From);
