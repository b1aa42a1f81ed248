namespace PoolTopology.Simulation.Rollouts;

/// <summary>How a release behaves once it runs.</summary>
internal enum NodeBehaviour
{
    Good,
    CrashesAtOnce,
    NeverAnswers,
    NeverCatchesUp,
    DiesAfterTenSeconds,

    /// <summary>It crashes, and what it left on the disk no earlier release starts with.</summary>
    RuinsItsMachine,
}
