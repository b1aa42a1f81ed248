using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Firewall;

/// <summary>One rule of a chain.</summary>
/// <param name="Matches">Conditions that must all hold; none means every packet.</param>
/// <param name="Verdict">What happens to a packet that it matches.</param>
/// <param name="Path">The key of topology.yaml that caused it.</param>
/// <param name="Counter">The named counter that counts its packets, or null.</param>
public sealed record FirewallRule(
    ValueList<FirewallMatch> Matches, FirewallVerdict Verdict, string Path, string? Counter = null);
