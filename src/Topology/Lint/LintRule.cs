namespace PoolTopology.Topology.Lint;

/// <summary>What a rule is about, for people.</summary>
/// <param name="Code">Its stable name.</param>
/// <param name="Title">What it refuses or warns of.</param>
/// <param name="Why">What happens otherwise.</param>
/// <param name="Fix">What to do.</param>
public sealed record LintRule(string Code, string Title, string Why, string Fix);
