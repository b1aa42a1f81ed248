using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.State;

/// <summary>The stake of a registered credential that delegates, at the moment of a snapshot.</summary>
public readonly record struct DelegatedStake(Credential Credential, Coin Stake, Hash28 PoolId);
