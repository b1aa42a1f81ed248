namespace PoolTopology.Ledger.Transactions;

/// <summary>The pot that instantaneous rewards are taken from.</summary>
public enum RewardSource
{
    /// <summary>What is not issued yet.</summary>
    Reserves = 0,

    /// <summary>The treasury.</summary>
    Treasury = 1,
}
