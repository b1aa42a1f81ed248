using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.KernelRules;

/// <summary>A header field as a rule asks for it, and which packets have it.</summary>
/// <param name="Field">The field.</param>
/// <param name="Kind">How its values are written.</param>
/// <param name="Family">The family whose packets have it, or null for both.</param>
/// <param name="Protocols">The protocols whose packets have it, or null for all.</param>
/// <param name="Flows">The connection states in which packets have it, or null for all.</param>
public sealed record FieldKey(
    HeaderField Field, ValueKind Kind, IpFamily? Family = null, FieldSet? Protocols = null, FieldSet? Flows = null);
