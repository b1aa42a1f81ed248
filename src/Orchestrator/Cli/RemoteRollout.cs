using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>Rollouts that a service carries out: begun, watched and steered from here. Leaving them does not end them.</summary>
internal static class RemoteRollout
{
    /// <summary>Begins a rollout of the service's topology file, which has to be the one here, and watches it to its end.</summary>
    public static async Task<int> ApplyAsync(
        OrchestratorClient opened, FileInfo? plan, string topologyFile, string reason, string waived, OutputFormat format,
        ParseResult parsed, CancellationToken cancellation)
    {
        using OrchestratorClient client = opened;
        if (plan is not null)
            throw new CommandFailure(ExitCodes.Usage, "a service makes its own plan", "leave PLAN out, or leave --server out");
        StartRolloutRequest request = new()
        {
            TopologySha256 = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(topologyFile, cancellation))),
            Reason = reason,
            IgnoreSlots = waived,
        };
        Rpc.Orchestrator.V1.Rollout begun = await client.AskAsync(OrchestratorMethods.StartRollout, request, cancellation);
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (begun.Id.Length == 0)
        {
            output.WriteLine(begun.State);
            return ExitCodes.Ok;
        }

        await client.WatchAsync(
            OrchestratorMethods.WatchEvents, new WatchEventsRequest { AfterSequence = 0 },
            happened => IsBeforeTheEnd(happened, begun.Id, format, output), cancellation);
        return (await client.AskAsync(OrchestratorMethods.GetRollout, new GetRolloutRequest(), cancellation)).ExitCode;
    }

    /// <summary>Shows the last rollout.</summary>
    public static async Task<int> StatusAsync(OrchestratorClient opened, ParseResult parsed, CancellationToken cancellation)
    {
        using OrchestratorClient client = opened;
        return Print(await client.AskAsync(OrchestratorMethods.GetRollout, new GetRolloutRequest(), cancellation), parsed);
    }

    /// <summary>Steers the one that is going on.</summary>
    public static async Task<int> SteerAsync(
        OrchestratorClient opened, string verb, string reason, string waived, ParseResult parsed, CancellationToken cancellation)
    {
        using OrchestratorClient client = opened;
        RpcMethod<SteerRolloutRequest, Rpc.Orchestrator.V1.Rollout> method = verb switch
        {
            "pause" => OrchestratorMethods.PauseRollout,
            "resume" => OrchestratorMethods.ResumeRollout,
            "promote" => OrchestratorMethods.PromoteRollout,
            "abort" => OrchestratorMethods.AbortRollout,
            _ => OrchestratorMethods.RetryRollout,
        };
        Print(await client.AskAsync(method, new SteerRolloutRequest { Reason = reason, IgnoreSlots = waived }, cancellation), parsed);
        return ExitCodes.Ok;
    }

    private static bool IsBeforeTheEnd(Event happened, string rollout, OutputFormat format, TextWriter output)
    {
        if (happened.Type != "rollout_stepped")
            return true;
        using JsonDocument detail = JsonDocument.Parse(happened.DetailJson);
        if (detail.RootElement.GetProperty("rollout").GetString() != rollout)
            return true;
        RolloutEvent? step = detail.RootElement.GetProperty("step").Deserialize(RolloutJson.Default.RolloutEvent);
        if (format != OutputFormat.Text)
            output.WriteLine(EventsCommand.Line(happened));
        else if (step is not null)
            output.WriteLine($"{happened.At}  {(step as MachineEvent)?.Machine ?? "",-12} {RolloutSentences.Of(step)}");
        output.Flush();
        return step is not RolloutEnded;
    }

    private static int Print(Rpc.Orchestrator.V1.Rollout rollout, ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine(rollout.Id.Length == 0
            ? rollout.State
            : $"rollout {rollout.Id}: {rollout.State}{(rollout.Outcome.Length > 0 ? $", {rollout.Outcome}" : "")}");
        if (rollout.Cause.Length > 0)
            output.WriteLine($"because: {rollout.Cause}");
        foreach (string line in PlainTable.Align([["machine", "phase", "since"], .. rollout.Machines.Select(machine =>
            (IReadOnlyList<string>)[machine.Machine, machine.Phase, machine.Since])]))
            output.WriteLine(line);
        return rollout.ExitCode;
    }
}
