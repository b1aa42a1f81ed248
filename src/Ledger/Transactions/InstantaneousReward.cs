namespace PoolTopology.Ledger.Transactions;

/// <summary>What a credential gets (or, from Alonzo on, what is taken back of it) at the epoch's end.</summary>
/// <remarks>Units: lovelace.</remarks>
public readonly record struct InstantaneousReward(Credential Credential, long Amount);
