namespace PoolTopology.Topology.KernelRules;

/// <summary>A line of a verdict table.</summary>
/// <param name="Values">The values that it is for.</param>
/// <param name="Verdict">What happens to packets with them.</param>
public sealed record VerdictEntry(ValueSet Values, KernelVerdict Verdict);
