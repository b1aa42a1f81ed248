using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.State;

/// <summary>The money that nobody owns: the treasury and what is not issued yet.</summary>
public readonly record struct AccountPots(Coin Treasury, Coin Reserves);
