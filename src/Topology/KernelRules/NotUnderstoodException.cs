namespace PoolTopology.Topology.KernelRules;

/// <summary>Leaves the reading of one rule or set; caught where its place is known.</summary>
internal sealed class NotUnderstoodException(string what) : Exception(what);
