using System.CommandLine;
using System.Text.Json;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool topology peers</c>: wanted connections beside real ones.</summary>
internal static class TopologyPeersCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> file = CommonOptions.File();
        Option<string?> state = CommonOptions.StateDirectory();
        Option<OutputFormat> output = CommonOptions.Output(OutputFormat.Text, OutputFormat.Json);
        Command command = new(
            "peers", "Show who is connected to whom, desired beside observed. Exit 1 when a desired peer is missing.")
        {
            file, state, output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string topologyFile = parsed.GetRequiredValue(file);
            using OrchestratorClient client =
                OrchestratorClient.Open(CommonOptions.StateDirectoryOf(parsed.GetValue(state), topologyFile));
            Pool pool = await client.AskAsync(OrchestratorMethods.GetPool, new GetPoolRequest(), cancellation);
            DesignResult desired = new DesignReader(topologyFile, isolation: null).ReadFile();
            foreach (string error in desired.Errors)
                await Console.Error.WriteLineAsync(error);
            IReadOnlyList<PeerRow> rows = PeerRows.Compare(desired.Design, pool);
            Print(rows, parsed.GetValue(output));
            if (desired.Design is null)
                return ExitCodes.ValidationFailed;
            return rows.Any(row => row.IsMissing) ? ExitCodes.Error : ExitCodes.Ok;
        });
        return command;
    }

    private static void Print(IReadOnlyList<PeerRow> rows, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(rows, Json));
            return;
        }

        foreach (string line in PlainTable.Align([PeerRows.Titles, .. rows.Select(PeerRows.Cells)]))
            Console.Out.WriteLine(line);
    }
}
