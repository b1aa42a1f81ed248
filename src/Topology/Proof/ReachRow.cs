using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Proof;

/// <summary>Who can begin the same things with a machine.</summary>
/// <param name="To">The machine.</param>
/// <param name="Family">The family of the packets.</param>
/// <param name="From">Names of machines and other parties.</param>
/// <param name="Reach">What they can begin.</param>
public sealed record ReachRow(string To, IpFamily Family, ValueList<string> From, Reach Reach);
