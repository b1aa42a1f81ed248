namespace PoolTopology.Topology.Tests.Proof;

/// <summary>A rule set with one mistake in it.</summary>
/// <param name="What">The mistake.</param>
/// <param name="Json">The rule set as nft's JSON, which nft loads.</param>
public sealed record RuleSetMutant(string What, string Json);
