namespace PoolTopology.Orchestrator.Rollout;

/// <summary>What is known of when a producer may be away.</summary>
internal enum WindowKnowledge
{
    /// <summary>Nothing now; it may be known in a while.</summary>
    Unknown,

    /// <summary>Nothing, and asking again does not help: this program does not tell.</summary>
    NeverTold,

    /// <summary>Within the windows that it told.</summary>
    Known,

    /// <summary>It makes no blocks: at any time.</summary>
    NotNeeded,
}
