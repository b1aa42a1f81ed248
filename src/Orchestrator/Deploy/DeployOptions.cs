namespace PoolTopology.Orchestrator.Deploy;

/// <summary>Where a deployment's inputs are.</summary>
/// <param name="TopologyFile">topology.yaml.</param>
/// <param name="NetworkFiles">The network's files, or null for where the plan says.</param>
/// <param name="StateDirectory">The operator's state.</param>
/// <param name="Programs">The folder of the programs that are rolled out.</param>
/// <param name="AgentCommand">A command that starts the agent on a machine, or null for the usual way.</param>
/// <param name="SshConfig">An SSH configuration in place of the operator's, or null.</param>
/// <param name="Concurrency">How many machines are worked on at the same time.</param>
internal sealed record DeployOptions(
    string TopologyFile, string? NetworkFiles, string StateDirectory, string Programs, string? AgentCommand, string? SshConfig,
    int Concurrency);
