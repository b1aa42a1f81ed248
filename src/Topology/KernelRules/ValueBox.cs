using PoolTopology.Topology.Document;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.KernelRules;

/// <summary>Values of several fields together: every combination of one value of each.</summary>
/// <param name="Fields">One set per field, in the order of the keys.</param>
public sealed record ValueBox(ValueList<FieldSet> Fields);
