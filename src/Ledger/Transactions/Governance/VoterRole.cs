namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>As what someone votes.</summary>
public enum VoterRole
{
    /// <summary>As a member of the constitutional committee.</summary>
    Committee,

    /// <summary>As a representative.</summary>
    DRep,

    /// <summary>As a stake pool.</summary>
    StakePool,
}
