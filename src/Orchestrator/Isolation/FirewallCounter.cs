namespace PoolTopology.Orchestrator.Isolation;

/// <summary>What the kernel itself counted at a rule of a machine's firewall.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Name">The counter's name in the rule set.</param>
/// <param name="Packets">Packets since the rules came into force.</param>
internal sealed record FirewallCounter(string Machine, string Name, ulong Packets);
