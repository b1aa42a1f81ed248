using System.CommandLine;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Up;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool up</c>: the whole pool on this machine.</summary>
internal static class UpCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> file = CommonOptions.File();
        Option<string?> state = CommonOptions.StateDirectory();
        Option<bool> fresh = new("--fresh") { Description = "Delete the state directory's chain and keys and begin a new one." };
        Option<TimeSpan?> duration = CommonOptions.Duration(
            "--for", "Stop after this time and judge the run. [default: run until Ctrl-C]");
        Option<OutputFormat> output = CommonOptions.Output(OutputFormat.Text, OutputFormat.Json, OutputFormat.Ndjson);
        Option<bool> isolate = new("--isolate")
        {
            Description = "Give each machine its own network namespace with its firewall. Needs root.",
        };
        Command command = new("up", "Run the whole pool on this machine: devnet, producer, relays, observers.")
        {
            file, state, fresh, duration, output, isolate,
        };
        command.SetAction(parsed =>
        {
            string topologyFile = Path.GetFullPath(parsed.GetRequiredValue(file));
            UpOptions options = new(
                topologyFile,
                CommonOptions.StateDirectoryOf(parsed.GetValue(state), topologyFile),
                parsed.GetValue(fresh),
                parsed.GetValue(duration),
                parsed.GetValue(isolate));
            return RunAsync(options, parsed.GetValue(output));
        });
        return command;
    }

    private static async Task<int> RunAsync(UpOptions options, OutputFormat format)
    {
        DesignReader reader = new(options.TopologyFile,
            options.IsIsolated ? machines => IsolationPlan.Create(options.StateDirectory, machines) : null);
        PoolDesign design = Require(reader.ReadFile(), options);
        Executables executables = Executables.Locate(
            AppContext.BaseDirectory, Environment.GetEnvironmentVariable(Executables.OverrideVariable));
        IsolationPlan? isolation = options.IsIsolated
            ? IsolationPlan.Create(options.StateDirectory, design.Machines.Select(machine => machine.Name))
            : null;

        TimeProvider time = TimeProvider.System;
        using StateDirectory state = StateDirectory.Open(options.StateDirectory);
        using RunSignals signals = RunSignals.Listen();
        using PoolLog log = new(state.Paths.PoolLog, time);
        EventHub events = new(time);
        LocalRun run = new(options, executables, events, signals, log, time);
        using EventSubscription subscription = events.Subscribe();
        IRunPrinter printer = RunPrinters.Choose(format, () => run.Monitor, design, options, time);
        Task printing = PrintAsync(printer, subscription, signals);
        try
        {
            return (await run.RunAsync(state, reader.Read, design, isolation)).ExitCode;
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        finally
        {
            events.Complete();
            await printing;
        }
    }

    // A reader of stdout that is gone (`| head`) ends the run as a signal would.
    private static async Task PrintAsync(IRunPrinter printer, EventSubscription events, RunSignals signals)
    {
        try
        {
            await printer.PrintAsync(events);
        }
        catch (IOException)
        {
            signals.Request();
        }
    }

    private static PoolDesign Require(DesignResult result, UpOptions options)
    {
        PoolDesign design = DesignText.Require(result, options.TopologyFile);
        if (design.Network.Kind != NetworkKind.Devnet || design.Engine != EngineKind.PoolTopology)
        {
            throw new CommandFailure(ExitCodes.SafetyRefusal,
                $"pool up runs devnets on its own nodes; this file says network {design.Network}, engine {design.Engine}",
                "write `network: devnet` and leave `engine` out");
        }

        if (options.IsIsolated && !Environment.IsPrivilegedProcess)
        {
            throw new CommandFailure(ExitCodes.SafetyRefusal,
                "--isolate needs root: it makes network namespaces and firewalls", "run it with sudo, or leave --isolate out");
        }

        return design;
    }
}
