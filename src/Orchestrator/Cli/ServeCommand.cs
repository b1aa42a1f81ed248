using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using PoolTopology.Orchestrator.Authority;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Serve;
using PoolTopology.Orchestrator.Up;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool serve</c>: the orchestrator as a service, for nodes that somebody else starts.</summary>
internal static class ServeCommand
{
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        DeployVerbs verbs = new();
        Option<OutputFormat> output = CommonOptions.Output(OutputFormat.Text, OutputFormat.Ndjson);
        Option<IPEndPoint?> listen = new("--listen")
        {
            Description = "Where other machines reach it, over mutual TLS. [default: `orchestrator` of the topology file; without it a unix socket only]",
            HelpName = "ADDRESS:PORT",
            CustomParser = ParseEndPoint,
        };
        Option<TimeSpan?> life = CommonOptions.Duration(
            "--certificate-life", "How long certificates of nodes are good for; they are renewed after half of it. [default: 24h]");
        Command command = verbs.AddTo(new Command(
            "serve", "Serve the orchestrator's gRPC services: nodes attach to it, rollouts are carried out by it.")
        {
            output, listen, life,
        });
        foreach (Command verb in ServeVerbs.All())
            command.Add(verb);
        command.SetAction(parsed =>
        {
            string topologyFile = Path.GetFullPath(verbs.FileOf(parsed));
            TimeSpan nodeLife = parsed.GetValue(life) ?? Registrar.DefaultNodeLife;
            if (nodeLife < ShortestLife)
                throw new CommandFailure(ExitCodes.Usage, $"--certificate-life {nodeLife}: at least {ShortestLife}", "they are renewed after half of it");
            ServeOptions options = new(topologyFile, verbs.StateOf(parsed), parsed.GetValue(listen), nodeLife)
            {
                OpenDeployment = () => verbs.Open(parsed),
            };
            return RunAsync(options, parsed.GetValue(output));
        });
        return command;
    }

    private static async Task<int> RunAsync(ServeOptions options, OutputFormat format)
    {
        TimeProvider time = TimeProvider.System;
        DesignReader reader = new(options.TopologyFile, isolation: null);
        PoolDesign design = DesignText.Require(reader.ReadFile(), options.TopologyFile);
        options = options with { ListenOn = options.ListenOn ?? design.Orchestrator };
        using StateDirectory state = StateDirectory.Open(options.StateDirectory);
        using RunSignals signals = RunSignals.Listen();
        using PoolLog log = new(state.Paths.PoolLog, time);
        EventHub events = new(time);
        using EventSubscription subscription = events.Subscribe();
        IRunPrinter printer = format == OutputFormat.Ndjson ? new NdjsonPrinter(Console.Out) : new TextPrinter(Console.Out);
        Task printing = printer.PrintAsync(subscription);
        try
        {
            await new ServeRun(options, events, log, time).RunAsync(state, reader, design, signals.Stop);
        }
        finally
        {
            events.Complete();
            await printing;
        }

        return ExitCodes.Ok;
    }

    private static IPEndPoint? ParseEndPoint(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out IPEndPoint? endPoint))
            return endPoint;
        result.AddError($"--listen: \"{text}\" is no address and port, such as 192.0.2.7:7443");
        return null;
    }
}
