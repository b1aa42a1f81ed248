namespace PoolTopology.Orchestrator.Plan;

/// <summary>Why a plan cannot be applied as things are.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Hint">What to do about it.</param>
internal sealed record Obstacle(string Machine, ObstacleKind Kind, string Sentence, string Hint);

/// <summary>What can be in the way of a plan.</summary>
internal enum ObstacleKind
{
    /// <summary>The agent does not run as root.</summary>
    NotRoot,

    /// <summary>The programs at hand are for another processor.</summary>
    WrongArchitecture,

    /// <summary>The release does not fit on the disk.</summary>
    NoSpace,

    /// <summary>The machine's clock cannot be trusted: slots are counted by it.</summary>
    ClockOff,

    /// <summary>The agent's journal cannot be read.</summary>
    DamagedJournal,

    /// <summary>A key file that a node needs is not there, or others may read it.</summary>
    SecretMissing,

    /// <summary>The key on the machine belongs to another chain than the devnet at hand.</summary>
    OtherSecret,

    /// <summary>A generation waits for its confirmation.</summary>
    Unconfirmed,

    /// <summary>Without a machine that is left out, no other relay connects the producer with the network meanwhile.</summary>
    LastWayOut,

    /// <summary>A producer would start while it may run on a machine that was not looked at.</summary>
    ProducerUnseen,
}
