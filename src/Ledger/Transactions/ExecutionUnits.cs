namespace PoolTopology.Ledger.Transactions;

/// <summary>What running scripts takes.</summary>
/// <remarks>Units: abstract memory and step units, each 0 to 2^63-1.</remarks>
public readonly record struct ExecutionUnits(ulong Memory, ulong Steps);
