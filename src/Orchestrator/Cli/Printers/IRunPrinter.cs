using PoolTopology.Orchestrator.Events;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>Shows a run while it happens.</summary>
internal interface IRunPrinter
{
    /// <summary>Prints until the events end.</summary>
    /// <exception cref="IOException">Nobody reads stdout any more.</exception>
    Task PrintAsync(EventSubscription events);
}
