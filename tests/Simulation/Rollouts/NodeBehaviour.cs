namespace PoolTopology.Simulation.Rollouts;

/// <summary>How a release behaves once it runs.</summary>
internal enum NodeBehaviour
{
    Good,
    CrashesAtOnce,
    NeverAnswers,
    NeverCatchesUp,

    /// <summary>It follows a peer whose chain ends a little after it was started.</summary>
    FollowsAStalePeer,
    DiesAfterTenSeconds,

    /// <summary>It crashes, and what it left on the disk no earlier release starts with.</summary>
    RuinsItsMachine,
}
