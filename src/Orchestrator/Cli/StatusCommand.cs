using System.CommandLine;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Up;
using PoolTopology.Rpc.Orchestrator.V1;
using Spectre.Console;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool status</c>: what a running pool looks like.</summary>
internal static class StatusCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        DeployVerbs verbs = new();
        Option<bool> watch = new("--watch", "-w") { Description = "Show every change until Ctrl-C, or until --timeout." };
        Option<TimeSpan?> timeout = CommonOptions.Duration("--timeout", "Wait at most this long for all nodes to be healthy.");
        Option<OutputFormat> output = CommonOptions.Output(OutputFormat.Text, OutputFormat.Json, OutputFormat.Ndjson);
        Command command = verbs.AddTo(new Command(
            "status", "Show a running pool: as its service sees it, or, where none runs here, as its machines tell. Exit 0 when every node is healthy, 1 when not, 8 when one cannot be asked.")
        {
            watch, timeout, output,
        });
        ServerChoice server = new();
        server.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            bool isWatching = parsed.GetValue(watch) || parsed.GetValue(timeout) is not null;
            if (!isWatching && !server.IsRemote(parsed) && IsDeployed(verbs.StateOf(parsed)))
            {
                await using Deployment deployment = verbs.Open(parsed);
                return await MachinesStatus.RunAsync(
                    deployment, parsed.GetValue(output), parsed.InvocationConfiguration.Output, cancellation);
            }

            return await RunAsync(
                server.Open(parsed, verbs.StateOf(parsed)), parsed.GetValue(watch), parsed.GetValue(timeout),
                parsed.GetValue(output), cancellation);
        });
        return command;
    }

    /// <summary>Machines were changed from this state directory, and neither `pool up` nor a service runs on it.</summary>
    private static bool IsDeployed(string stateDirectory) =>
        !File.Exists(new StatePaths(stateDirectory).EndpointFile) && File.Exists(DeployStore.AuditPathOf(stateDirectory));

    private static async Task<int> RunAsync(
        OrchestratorClient opened, bool isWatching, TimeSpan? timeout, OutputFormat format, CancellationToken cancellation)
    {
        using OrchestratorClient client = opened;
        if (isWatching || timeout is not null)
            return await WatchAsync(client, isWatching, timeout, format, cancellation);
        Pool pool = await client.AskAsync(OrchestratorMethods.GetPool, new GetPoolRequest(), cancellation);
        Print(pool, format);
        return PoolFacts.IsHealthy(pool) ? ExitCodes.Ok : ExitCodes.Error;
    }

    // With a time limit the first healthy view is the answer; without one the view goes on.
    private static async Task<int> WatchAsync(
        OrchestratorClient client, bool isWatching, TimeSpan? timeout, OutputFormat format, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is { } patience)
            limit.CancelAfter(patience);
        Pool last = new();
        try
        {
            if (isWatching && format == OutputFormat.Text && RunPrinters.CanShowLive())
                await AnsiConsole.Live(new Text("")).StartAsync(live => FollowAsync(pool =>
                    live.UpdateTarget(PoolFrame.Render(pool, [], "Ctrl-C ends the view, not the pool"))));
            else
                await FollowAsync(pool => PrintIf(isWatching, pool, format));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // A person has seen enough, or the time is up: the last view is the answer.
        }

        if (!isWatching)
            Print(last, format);
        return PoolFacts.IsHealthy(last) && last.Nodes.Count > 0 ? ExitCodes.Ok : ExitCodes.Error;

        Task FollowAsync(Action<Pool> show) => client.WatchAsync(
            OrchestratorMethods.WatchPool, new GetPoolRequest(),
            pool =>
            {
                last = pool;
                show(pool);
                return timeout is null || !PoolFacts.IsHealthy(pool);
            },
            limit.Token);
    }

    private static void PrintIf(bool isWanted, Pool pool, OutputFormat format)
    {
        if (isWanted)
            Print(pool, format);
    }

    private static void Print(Pool pool, OutputFormat format)
    {
        if (format != OutputFormat.Text)
        {
            Console.Out.WriteLine(PoolJson.Line(pool));
            return;
        }

        foreach (string line in PoolText.Lines(pool))
            Console.Out.WriteLine(line);
        Console.Out.WriteLine();
    }
}
