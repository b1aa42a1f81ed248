using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Processes;

/// <summary>How one process is started. Plain data.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Command">The program's path, then its arguments.</param>
/// <param name="LogFile">Where its stderr and stdout go.</param>
internal sealed record ProcessSpec(string Name, ImmutableArray<string> Command, string LogFile);
