using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.State;

/// <summary>What the ledger knows of a registered stake credential.</summary>
/// <param name="Rewards">What can be withdrawn.</param>
/// <param name="Deposit">What was paid for the registration and is returned at its end.</param>
/// <param name="PoolId">The pool that its stake is delegated to.</param>
/// <param name="Registration">The certificate that registered it: what pointer addresses name.</param>
public sealed record Account(Coin Rewards, Coin Deposit, Hash28? PoolId, ChainPointer Registration);
