using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.KernelRules;

/// <summary>One rule as the kernel has it.</summary>
/// <param name="Chain">The chain that it stands in.</param>
/// <param name="Handle">The number by which nft names it in its table.</param>
/// <param name="Comment">Its comment; for rules of this program the key of topology.yaml that caused it. May be empty.
/// </param>
/// <param name="Text">The rule for a person to read.</param>
/// <param name="Expressions">What it asks and does, in order; the first that does not match ends the rule.</param>
public sealed record KernelRule(
    ChainName Chain, long Handle, string Comment, string Text, ValueList<KernelExpression> Expressions);
