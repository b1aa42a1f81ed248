using System.Net;

namespace PoolTopology.Orchestrator.Design;

/// <summary>One machine as the topology file wants it.</summary>
/// <param name="Name">Its name in the topology file.</param>
/// <param name="Address">Its network address.</param>
/// <param name="FirewallRules">
/// The text of its nftables rule set. Empty for a machine that the pool does not own: nothing is firewalled there.
/// </param>
internal sealed record MachineDesign(string Name, IPAddress Address, string FirewallRules);
