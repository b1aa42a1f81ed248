using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.State;

/// <summary>A registered pool: the parameters in force and what was paid for the registration.</summary>
public sealed record RegisteredPool(PoolParameters Parameters, Coin Deposit);
