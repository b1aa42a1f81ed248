namespace PoolTopology.Ledger.Transactions;

/// <summary>What a redeemer answers for.</summary>
public enum RedeemerTag
{
    /// <summary>An input.</summary>
    Spend = 0,

    /// <summary>A minting policy.</summary>
    Mint = 1,

    /// <summary>A certificate.</summary>
    Certificate = 2,

    /// <summary>A withdrawal.</summary>
    Reward = 3,

    /// <summary>A voter; Conway on.</summary>
    Voting = 4,

    /// <summary>A proposal; Conway on.</summary>
    Proposing = 5,
}
