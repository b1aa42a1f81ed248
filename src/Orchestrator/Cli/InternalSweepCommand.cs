using System.CommandLine;
using System.Text.Json;
using PoolTopology.Orchestrator.Probe;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>
/// <c>pool internal-sweep</c>: reads orders from stdin, sends their packets from where it is started, prints reports.
/// </summary>
internal static class InternalSweepCommand
{
    /// <summary>The command; hidden from help, because its form may change with the program.</summary>
    public static Command Create()
    {
        Command command = new("internal-sweep", "Send one packet to each of many ports and print the outcome.")
        {
            Hidden = true,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string input = await Console.In.ReadToEndAsync(cancellation);
            SweepOrder[] orders = JsonSerializer.Deserialize<SweepOrder[]>(input) ?? [];
            SweepReport[] reports = [.. orders.Select(Sweeper.Run)];
            await parsed.InvocationConfiguration.Output.WriteLineAsync(JsonSerializer.Serialize(reports));
            return ExitCodes.Ok;
        });
        return command;
    }
}
