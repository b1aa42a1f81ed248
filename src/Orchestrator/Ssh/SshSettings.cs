namespace PoolTopology.Orchestrator.Ssh;

/// <summary>What is the same for all machines.</summary>
/// <param name="Program">The SSH client.</param>
/// <param name="KnownHosts">A file of host keys that counts beside the operator's own; null for none.</param>
/// <param name="Pins">The file of the host keys that topology.yaml pins; null where it pins none.</param>
/// <param name="ConfigFile">An SSH configuration in place of the operator's; null for theirs.</param>
/// <param name="ControlFolder">Where sockets of shared connections lie; null for no sharing.</param>
/// <param name="ConnectSeconds">How long a connection may take to come up.</param>
/// <param name="StartSeconds">How long all of it may take: connection, login, shell, start of the agent.</param>
internal sealed record SshSettings(
    string Program, string? KnownHosts, string? Pins, string? ConfigFile, string? ControlFolder, int ConnectSeconds, int StartSeconds);
