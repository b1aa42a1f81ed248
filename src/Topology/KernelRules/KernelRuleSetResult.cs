using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.KernelRules;

/// <summary>What reading a kernel's rule set gave.</summary>
/// <param name="Rules">The rule set, or null where anything was not understood.</param>
/// <param name="Errors">Everything that was not understood; empty where there is a rule set.</param>
public sealed record KernelRuleSetResult(KernelRuleSet? Rules, ValueList<NotUnderstood> Errors);
