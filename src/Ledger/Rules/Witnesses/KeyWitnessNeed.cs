namespace PoolTopology.Ledger.Rules;

/// <summary>What a key must sign a transaction for.</summary>
public enum KeyWitnessNeed
{
    /// <summary>An input that it locks.</summary>
    Input,

    /// <summary>A collateral input that it locks, with or without redeemers.</summary>
    Collateral,

    /// <summary>A withdrawal from its account.</summary>
    Withdrawal,

    /// <summary>A certificate about its credential, pool or genesis key.</summary>
    Certificate,

    /// <summary>The registration of a pool that it owns.</summary>
    PoolOwner,

    /// <summary>A proposal of the genesis key that it signs for.</summary>
    Proposal,

    /// <summary>The body says so.</summary>
    RequiredSigner,
}
