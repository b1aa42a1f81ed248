namespace PoolTopology.Orchestrator.Probe;

/// <summary>How a packet leaves for an address: what the kernel's tables of routes and neighbours say.</summary>
/// <param name="Target">The address.</param>
/// <param name="Interface">The interface that leads there.</param>
/// <param name="Source">The address that the kernel would send from.</param>
/// <param name="Hardware">The next hop's Ethernet address; empty where the interface has none.</param>
internal sealed record CableRoute(string Target, string Interface, string Source, string Hardware);
