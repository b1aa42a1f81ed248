using System.CommandLine;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>The root command, <c>pool</c>.</summary>
internal static class PoolCommand
{
    private const string Description =
        """
        A Cardano stake pool from one file, topology.yaml.

        First steps:
          pool validate         check the file
          pool up               run the whole pool on this machine, on a devnet of its own
          pool status --watch   look at it from another terminal

        Exit codes: 0 good, 1 error, 3 topology file invalid, 4 partially applied, 6 lock held,
        8 no orchestrator, 9 firewall proof failed, 10 refused for safety, 64 usage, 130 interrupted.
        """;

    /// <summary>The command with all verbs.</summary>
    public static RootCommand Create(Option<bool> verbose)
    {
        RootCommand root = new(Description) { verbose };
        root.Add(ValidateCommand.Create());
        root.Add(LintCommand.Create());
        root.Add(SchemaCommand.Create());
        root.Add(RenderCommand.Create());
        root.Add(ExplainCommand.Create());
        root.Add(UpCommand.Create());
        root.Add(StatusCommand.Create());
        root.Add(TopologyCommand.Create());
        root.Add(ServeCommand.Create());
        root.Add(FirewallCommand.Create());
        root.Add(InternalProbeCommand.Create());
        root.Add(InternalSweepCommand.Create());
        return root;
    }
}
