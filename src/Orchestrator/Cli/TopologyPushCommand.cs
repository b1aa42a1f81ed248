using System.CommandLine;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool topology push</c>: puts the peers of a changed file in force without a restart.</summary>
internal static class TopologyPushCommand
{
    private static readonly string[] Bad = ["failed", "not attached"];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> file = CommonOptions.File();
        Option<string?> state = CommonOptions.StateDirectory();
        Option<bool> dryRun = new("--dry-run") { Description = "Say what would change, and change nothing." };
        Option<OutputFormat> output = CommonOptions.Output(OutputFormat.Text, OutputFormat.Json);
        Command command = new("push", "Order the running nodes to take the peers of the topology file, relays first.")
        {
            file, state, dryRun, output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string topologyFile = parsed.GetRequiredValue(file);
            string stateDirectory = CommonOptions.StateDirectoryOf(parsed.GetValue(state), topologyFile);
            PushTopologyRequest request = new()
            {
                TopologyYaml = await TopologyText.ReadAsync(topologyFile, cancellation),
                DryRun = parsed.GetValue(dryRun),
            };
            using OrchestratorClient client = OrchestratorClient.Open(stateDirectory);
            PushTopologyResponse response = await client.AskAsync(OrchestratorMethods.PushTopology, request, cancellation);
            return Print(response, parsed.GetValue(output));
        });
        return command;
    }

    private static int Print(PushTopologyResponse response, OutputFormat format)
    {
        foreach (string error in response.Errors)
            Console.Error.WriteLine(error);
        if (format == OutputFormat.Json)
            Console.Out.WriteLine(PushJson.Line(response));
        else
            PrintTable(response);
        if (response.Errors.Count > 0)
            return ExitCodes.ValidationFailed;
        return response.Results.Any(result => Bad.Contains(result.Outcome)) ? ExitCodes.PartiallyApplied : ExitCodes.Ok;
    }

    private static void PrintTable(PushTopologyResponse response)
    {
        if (response.Results.Count == 0)
            return;
        IEnumerable<IReadOnlyList<string>> rows = response.Results.Select(
            result => (IReadOnlyList<string>)[result.Node, result.Outcome, result.Detail]);
        foreach (string line in PlainTable.Align([["node", "outcome", "peers"], .. rows]))
            Console.Out.WriteLine(line);
    }
}
