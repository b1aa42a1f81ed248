using System.Net;

namespace PoolTopology.Orchestrator.Isolation;

/// <summary>A machine that a network namespace stands in for.</summary>
/// <param name="Name">The machine's name in the topology file.</param>
/// <param name="Namespace">The name of its network namespace.</param>
/// <param name="Address">Its address on the switch.</param>
/// <param name="SwitchPort">The switch's end of its cable.</param>
internal sealed record IsolatedMachine(string Name, string Namespace, IPAddress Address, string SwitchPort);
