namespace PoolTopology.Ledger.State;

/// <summary>What a reward is for.</summary>
public enum RewardKind
{
    /// <summary>For stake delegated to a pool by others than its owners.</summary>
    Member = 0,

    /// <summary>For running a pool: cost, margin, and the owners' share.</summary>
    Leader = 1,
}
