namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>An answer to a governance action.</summary>
public enum Vote
{
    /// <summary>Against.</summary>
    No = 0,

    /// <summary>For.</summary>
    Yes = 1,

    /// <summary>Counted for neither.</summary>
    Abstain = 2,
}
