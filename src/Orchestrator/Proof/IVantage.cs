namespace PoolTopology.Orchestrator.Proof;

/// <summary>A place on the network where commands can be run as root: here a namespace, elsewhere a machine over SSH.</summary>
internal interface IVantage
{
    /// <summary>The machine's name in the topology file, or the stranger's.</summary>
    string Name { get; }

    /// <summary>Runs a command there that must succeed.</summary>
    /// <returns>What it wrote to stdout.</returns>
    /// <exception cref="Cli.CommandFailure">It failed.</exception>
    Task<string> RunAsync(IReadOnlyList<string> command, string input, CancellationToken cancellation);

    /// <summary>Sends the packets of some orders from there.</summary>
    /// <exception cref="Cli.CommandFailure">It failed.</exception>
    Task<IReadOnlyList<Probe.SweepReport>> SweepAsync(
        IReadOnlyList<Probe.SweepOrder> orders, CancellationToken cancellation);
}
