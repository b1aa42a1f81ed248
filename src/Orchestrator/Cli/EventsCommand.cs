using System.CommandLine;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool events</c>: what happens, as the orchestrator tells it.</summary>
internal static class EventsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> file = CommonOptions.File();
        Option<string?> state = CommonOptions.StateDirectory();
        Option<ulong?> after = new("--after")
        {
            Description = "Begin after this event; 0: with the oldest that is kept. [default: from now on]", HelpName = "SEQUENCE",
        };
        Command command = new("events", "Follow what happens, one JSON object per line, until Ctrl-C.") { file, state, after };
        ServerChoice server = new();
        server.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using OrchestratorClient client = server.Open(
                parsed, CommonOptions.StateDirectoryOf(parsed.GetValue(state), parsed.GetRequiredValue(file)));
            WatchEventsRequest request = new();
            if (parsed.GetValue(after) is { } sequence)
                request.AfterSequence = sequence;
            try
            {
                await client.WatchAsync(OrchestratorMethods.WatchEvents, request, happened => Print(happened, parsed), cancellation);
                return ExitCodes.Ok;
            }
            catch (OperationCanceledException)
            {
                return ExitCodes.Ok;
            }
        });
        return command;
    }

    /// <summary>An event as one line of JSON.</summary>
    internal static string Line(Event happened)
    {
        System.Text.Json.Nodes.JsonObject line = new()
        {
            ["sequence"] = happened.Sequence, ["type"] = happened.Type, ["at"] = happened.At,
        };
        if (happened.Node.Length > 0)
            line["name"] = happened.Node;
        foreach ((string name, System.Text.Json.Nodes.JsonNode? value) in System.Text.Json.Nodes.JsonNode.Parse(happened.DetailJson)!.AsObject()) // Ours.
            line[name] = value?.DeepClone();
        return line.ToJsonString();
    }

    private static bool Print(Event happened, ParseResult parsed)
    {
        parsed.InvocationConfiguration.Output.WriteLine(Line(happened));
        return true;
    }
}
