using PoolTopology.Orchestrator.Events;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>The summary alone, as one JSON object on stdout; what a person should know meanwhile goes to stderr.</summary>
internal sealed class SummaryPrinter(TextWriter output, TextWriter errors) : IRunPrinter
{
    /// <inheritdoc/>
    public async Task PrintAsync(EventSubscription events)
    {
        await foreach (PoolEvent happened in events.ReadAllAsync(CancellationToken.None))
        {
            if (happened is Summary)
                await output.WriteLineAsync(EventJson.Line(happened));
            else if (happened is not BlockAdopted and not BlockForged)
                await errors.WriteLineAsync(EventText.Line(happened));
        }
    }
}
