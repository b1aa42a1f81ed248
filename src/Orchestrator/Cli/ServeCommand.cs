using System.CommandLine;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Up;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool serve</c>: the gRPC orchestrator alone, for nodes that somebody else starts.</summary>
internal static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> file = CommonOptions.File();
        Option<string?> state = CommonOptions.StateDirectory();
        Option<OutputFormat> output = CommonOptions.Output(OutputFormat.Text, OutputFormat.Ndjson);
        Command command = new("serve", "Serve the orchestrator's gRPC services; nodes attach to it and are not started by it.")
        {
            file, state, output,
        };
        command.SetAction(parsed =>
        {
            string topologyFile = Path.GetFullPath(parsed.GetRequiredValue(file));
            string stateDirectory = CommonOptions.StateDirectoryOf(parsed.GetValue(state), topologyFile);
            return RunAsync(topologyFile, stateDirectory, parsed.GetValue(output));
        });
        return command;
    }

    private static async Task<int> RunAsync(string topologyFile, string stateDirectory, OutputFormat format)
    {
        TimeProvider time = TimeProvider.System;
        DesignReader reader = new(topologyFile, isolation: null);
        PoolDesign design = DesignText.Require(reader.ReadFile(), topologyFile);
        using StateDirectory state = StateDirectory.Open(stateDirectory);
        using RunSignals signals = RunSignals.Listen();
        using PoolLog log = new(state.Paths.PoolLog, time);
        EventHub events = new(time);
        PoolMonitor monitor = new(PoolState.Initial(design, isIsolated: false), events);
        Task watching = monitor.RunAsync();
        using EventSubscription subscription = events.Subscribe();
        IRunPrinter printer = format == OutputFormat.Ndjson ? new NdjsonPrinter(Console.Out) : new TextPrinter(Console.Out);
        Task printing = printer.PrintAsync(subscription);
        try
        {
            SessionTable sessions = new();
            TopologyPush push = new(
                design, reader.Read, (_, _) => Task.CompletedTask, new NoFirewall(), sessions, monitor, time);
            await using OrchestratorServer server = await OrchestratorServer.StartAsync(
                state.Paths, monitor, events, sessions, push, log, time, signals.Stop);
            events.Publish(new ServeStarted(time.GetUtcNow(), design.Name, server.Endpoint, Environment.ProcessId));
            await Task.Delay(Timeout.InfiniteTimeSpan, time, signals.Stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            monitor.Complete();
            await watching;
            events.Complete();
            await printing;
        }

        return ExitCodes.Ok;
    }
}
