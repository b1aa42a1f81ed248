using System.CommandLine;
using PoolTopology.CommandLine.Completion;
using PoolTopology.CommandLine.Manual;
using PoolTopology.CommandLine.Programs;

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

        Machines of your own:
          pool plan             what would change, why, in which order
          pool apply            change it: canary first, producer last, bad releases taken back

        Exit codes: 0 good, 1 error, 2 changes (plan, drift), 3 topology file invalid, 4 partially applied,
        5 rolled back, 6 lock held, 7 stale plan, 8 unreachable, 9 verification failed, 10 refused for safety,
        64 usage, 130 interrupted.
        """;

    private const string Program = "pool";

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
        root.Add(EventsCommand.Create());
        root.Add(PlanCommand.Create());
        root.Add(ApplyCommand.Create());
        root.Add(RolloutVerbs.Create());
        root.Add(DriftCommand.Create());
        root.Add(RetireCommand.Create());
        root.Add(AuditCommand.Create());
        root.Add(LockCommand.Create());
        root.Add(AgentCommand.Create());
        root.Add(FirewallCommand.Create());
        root.Add(CompletionCommand.Create(Program));
        root.Add(InternalProbeCommand.Create());
        root.Add(InternalSweepCommand.Create());
        root.Add(ManualCommand.Create((date, version) => Pages(root, date, version)));
        return root;
    }

    /// <summary>The manual: pool(1), a page for each verb, and topology.yaml(5).</summary>
    public static IReadOnlyList<ManualPage> Pages(RootCommand root, string date, string version) =>
    [
        .. CommandPages.Of(root, Program, date, version, hasVerbPages: true, ProgramHelp.Related(Program)),
        TopologyPage.Of(date, version),
    ];
}
