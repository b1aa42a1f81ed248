using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Firewall;

/// <summary>The rules at one place in the kernel, asked in order; a packet that no rule decides is dropped.</summary>
/// <param name="Hook">Where.</param>
/// <param name="Rules">In order.</param>
public sealed record FirewallChain(FirewallHook Hook, ValueList<FirewallRule> Rules);
