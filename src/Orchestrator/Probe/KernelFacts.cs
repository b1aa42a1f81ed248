using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Probe;

/// <summary>What a kernel filters with.</summary>
/// <param name="RuleSet">What <c>nft -j list ruleset</c> printed.</param>
/// <param name="LegacyTables">Tables of the older iptables, which that listing does not show.</param>
/// <param name="Nft">What <c>nft --version</c> says.</param>
/// <param name="Kernel">The operating system.</param>
internal sealed record KernelFacts(string RuleSet, ImmutableArray<string> LegacyTables, string Nft, string Kernel);
