using System.CommandLine;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool schema</c>: the JSON Schema of topology.yaml, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        Command command = new("schema", "Print the JSON Schema (2020-12) of topology.yaml.");
        command.SetAction(result =>
        {
            result.InvocationConfiguration.Output.Write(TopologySchema.Render());
            return ExitCodes.Ok;
        });
        return command;
    }
}
