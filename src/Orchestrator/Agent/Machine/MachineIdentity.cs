namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>What does not change while an agent runs.</summary>
/// <param name="MachineId">As systemd names the machine; empty where it has no name.</param>
/// <param name="Architecture">As <c>uname -m</c> says it.</param>
/// <param name="OperatingSystem">For people.</param>
/// <param name="Session">New for every agent process.</param>
/// <param name="Origin">The SSH connection that the agent was started over; empty where it is not known.</param>
/// <param name="Program">The agent's own executable, for the units that call it later, with the arguments before the verb.</param>
/// <param name="RuntimeFolder">Where the program finds .NET; empty where it brings its own.</param>
/// <param name="MayChange">Runs with the rights that changes need.</param>
internal sealed record MachineIdentity(
    string MachineId,
    string Architecture,
    string OperatingSystem,
    string Session,
    string Origin,
    string Program,
    string RuntimeFolder,
    bool MayChange);
