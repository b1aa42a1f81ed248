using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.KernelRules;

/// <summary>The values that a condition looks up.</summary>
/// <remarks>
/// An element with a timeout or a limit of its own, and every element of a set that rules themselves fill, may be
/// there or not when the next packet comes: it is possible and not certain. A proof has to hold either way.
/// </remarks>
/// <param name="Certain">Values that are in the set, whatever happens.</param>
/// <param name="Possible">Values that are or may be in it; null for any value at all.</param>
public sealed record ValueSet(ValueList<ValueBox> Certain, ValueList<ValueBox>? Possible);
