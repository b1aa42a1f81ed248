using PoolTopology.Orchestrator.Events;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>Every event as one JSON object on one line, the summary last.</summary>
internal sealed class NdjsonPrinter(TextWriter output) : IRunPrinter
{
    /// <inheritdoc/>
    public async Task PrintAsync(EventSubscription events)
    {
        await foreach (PoolEvent happened in events.ReadAllAsync(CancellationToken.None))
        {
            await output.WriteLineAsync(EventJson.Line(happened));
            await output.FlushAsync(CancellationToken.None);
        }
    }
}
