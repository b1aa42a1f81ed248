namespace PoolTopology.Simulation.Rollouts;

/// <summary>How a release behaves once it runs.</summary>
internal enum NodeBehaviour
{
    Good,
    CrashesAtOnce,
    NeverAnswers,
    NeverCatchesUp,
    DiesAfterTenSeconds,
}
