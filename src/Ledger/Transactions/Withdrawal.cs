using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Money taken from a reward account.</summary>
public readonly record struct Withdrawal(RewardAccount Account, Coin Amount);
