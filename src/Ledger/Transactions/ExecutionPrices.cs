using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Transactions;

/// <summary>What execution units cost.</summary>
/// <remarks>Units: lovelace per unit.</remarks>
public readonly record struct ExecutionPrices(Rational PerMemory, Rational PerStep);
