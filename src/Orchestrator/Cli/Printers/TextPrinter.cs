using PoolTopology.Orchestrator.Events;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>Every event as one plain line: for pipes, files and terminals without capabilities.</summary>
internal sealed class TextPrinter(TextWriter output) : IRunPrinter
{
    /// <inheritdoc/>
    public async Task PrintAsync(EventSubscription events)
    {
        await foreach (PoolEvent happened in events.ReadAllAsync(CancellationToken.None))
        {
            await output.WriteLineAsync(EventText.Line(happened));
            await output.FlushAsync(CancellationToken.None);
        }
    }
}
