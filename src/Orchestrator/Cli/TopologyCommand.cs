using System.CommandLine;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool topology</c>: who is connected to whom, and changes of it.</summary>
internal static class TopologyCommand
{
    /// <summary>The command with its verbs.</summary>
    public static Command Create() => new("topology", "Show and change who is connected to whom while the pool runs.")
    {
        TopologyPeersCommand.Create(),
        TopologyPushCommand.Create(),
    };
}
