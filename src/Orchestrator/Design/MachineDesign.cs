using System.Net;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Orchestrator.Design;

/// <summary>One machine as the topology file wants it.</summary>
/// <param name="Name">Its name in the topology file.</param>
/// <param name="Address">Its network address.</param>
/// <param name="Firewall">Its rule set.</param>
internal sealed record MachineDesign(string Name, IPAddress Address, FirewallRuleSet Firewall);
