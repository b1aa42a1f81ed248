using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Up;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>Chooses how a run is shown.</summary>
internal static class RunPrinters
{
    /// <summary>The printer for the asked format: a live view only on a terminal that can show one.</summary>
    public static IRunPrinter Choose(
        OutputFormat format, Func<PoolMonitor?> monitor, PoolDesign design, UpOptions options, TimeProvider time) => format switch
        {
            OutputFormat.Ndjson => new NdjsonPrinter(StandardOutput.Open()),
            OutputFormat.Json => new SummaryPrinter(Console.Out, Console.Error),
            _ when CanShowLive() => new LiveView(monitor, design, options, time),
            _ => new TextPrinter(StandardOutput.Open()),
        };

    /// <summary>Whether stdout is a terminal that moves its cursor, and whose owner wants to see that.</summary>
    public static bool CanShowLive() =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";
}
