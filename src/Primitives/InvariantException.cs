namespace PoolTopology.Primitives;

/// <summary>A condition that the program relies on does not hold. Never caught but to stop the process.</summary>
public sealed class InvariantException(string what) : Exception("broken invariant: " + what);
