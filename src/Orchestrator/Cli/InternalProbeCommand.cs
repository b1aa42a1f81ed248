using System.CommandLine;
using System.Net;
using System.Text.Json;
using PoolTopology.Orchestrator.Isolation;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool internal-probe</c>: tries connections from where it is started. Run by <c>pool up</c> inside a namespace.</summary>
internal static class InternalProbeCommand
{
    /// <summary>The command; hidden from help, because its form may change with the program.</summary>
    public static Command Create()
    {
        Option<string> machine = new("--machine") { Required = true };
        Option<int> patience = new("--patience-ms") { Required = true };
        Argument<string[]> targets = new("targets");
        Command command = new("internal-probe", "Try TCP connections and print the outcomes.")
        {
            machine, patience, targets,
        };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellation) =>
        {
            TimeSpan limit = TimeSpan.FromMilliseconds(parsed.GetRequiredValue(patience));
            string name = parsed.GetRequiredValue(machine);
            IPEndPoint[] parsedTargets = [.. parsed.GetRequiredValue(targets).Select(IPEndPoint.Parse)];
            ReachabilityAttempt[] attempts = await Task.WhenAll(parsedTargets.Select(target =>
                TcpProbe.TryAsync(name, target, limit, cancellation)));
            await parsed.InvocationConfiguration.Output.WriteLineAsync(JsonSerializer.Serialize(attempts));
            return ExitCodes.Ok;
        });
        return command;
    }
}
