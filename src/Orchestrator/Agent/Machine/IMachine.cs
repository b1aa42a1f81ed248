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

    /// <summary>Whether the kernel believes its clock to be set by others, and the largest error that it admits.</summary>
    ClockQuality ClockQuality { get; }

    /// <summary>Waits for a turn, which ends with the process, too.</summary>
    /// <exception cref="MachineFailure">Another agent did not end its turn within the patience.</exception>
    Task<IDisposable> TakeTurnAsync(MachineTurn turn, TimeSpan patience, CancellationToken cancellation);
}

/// <summary>What one agent at a time does, or what keeps others from doing it.</summary>
internal enum MachineTurn
{
    /// <summary>Changing what is in force, and writing the journal.</summary>
    Change,

    /// <summary>Keeping everybody from changing; any number of agents at a time.</summary>
    Hold,

    /// <summary>Counting probes: there is one table for it.</summary>
    Witness,

    /// <summary>Bringing releases, which takes as long as the line needs.</summary>
    Stage,
}

/// <summary>How far the machine's clock can be trusted.</summary>
internal sealed record ClockQuality(bool IsSynchronised, double ErrorMilliseconds);
