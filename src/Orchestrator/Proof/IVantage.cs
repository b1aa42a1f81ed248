using PoolTopology.Orchestrator.Probe;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>A place on the network that probes come from or go to: a namespace of this computer, or a machine's agent.</summary>
internal interface IVantage
{
    /// <summary>The machine's name in the topology file, or what an outsider is called; no machine's name has a space.</summary>
    string Name { get; }

    /// <summary>How it is connected.</summary>
    /// <exception cref="Cli.CommandFailure">It could not be asked.</exception>
    Task<VantageFacts> LookAsync(IReadOnlyList<ProbeTarget> targets, CancellationToken cancellation);

    /// <summary>What its kernel filters with.</summary>
    /// <exception cref="Cli.CommandFailure">It could not be asked.</exception>
    Task<KernelFacts> ReadKernelAsync(CancellationToken cancellation);

    /// <summary>Puts the table that counts probes in place, empty.</summary>
    /// <exception cref="Cli.CommandFailure">It could not be, or the machine is being changed.</exception>
    Task ArmAsync(CancellationToken cancellation);

    /// <summary>What that table has counted.</summary>
    /// <exception cref="Cli.CommandFailure">It could not be read.</exception>
    Task<WitnessNotes> ReadNotesAsync(CancellationToken cancellation);

    /// <summary>Takes the table away; nothing happens where it has gone already.</summary>
    Task DisarmAsync(CancellationToken cancellation);

    /// <summary>Sends the packets of some orders from there.</summary>
    /// <exception cref="Cli.CommandFailure">It failed.</exception>
    Task<IReadOnlyList<SweepReport>> SweepAsync(IReadOnlyList<SweepOrder> orders, CancellationToken cancellation);
}
