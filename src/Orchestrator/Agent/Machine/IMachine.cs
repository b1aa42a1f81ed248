using PoolTopology.Orchestrator.Agent.State;

namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>The machine that an agent works on: the real one, or a simulated one that dies when a test wants it to.</summary>
internal interface IMachine
{
    /// <summary>Its files.</summary>
    IMachineFiles Files { get; }

    /// <summary>Its programs.</summary>
    IMachineCommands Commands { get; }

    /// <summary>Who and what it is.</summary>
    MachineIdentity Identity { get; }

    /// <summary>Seconds since its start.</summary>
    BootInstant Now { get; }

    /// <summary>Its wall clock.</summary>
    DateTimeOffset WallClock { get; }

    /// <summary>Waits for this machine's turn: one agent changes it at a time. The turn ends with the process, too.</summary>
    /// <exception cref="MachineFailure">Another agent did not end its turn within the patience.</exception>
    Task<IDisposable> TakeTurnAsync(TimeSpan patience, CancellationToken cancellation);
}
