using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Intents;

/// <summary>The values that a field may have.</summary>
/// <param name="Field">The field.</param>
/// <param name="Values">Its values.</param>
public sealed record FieldCondition(HeaderField Field, FieldSet Values);
