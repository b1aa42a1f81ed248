using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.KernelRules;

/// <summary>A named set or verdict map of a table, for the rules that look values up in it.</summary>
/// <param name="Kinds">What its elements are, or null where no rule here can ask for such values.</param>
/// <param name="Values">The elements of a set.</param>
/// <param name="Entries">The lines of a verdict map; null for a set.</param>
internal sealed record KernelSet(ValueList<ValueKind>? Kinds, ValueSet Values, ValueList<VerdictEntry>? Entries);
