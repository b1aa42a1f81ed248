namespace PoolTopology.Orchestrator.Probe;

/// <summary>An address that probes shall go to.</summary>
/// <param name="Address">The address.</param>
/// <param name="Beside">
/// Another address of the same machine: a link-local one is looked for only where this one is a direct neighbour.
/// </param>
internal sealed record ProbeTarget(string Address, string Beside);
