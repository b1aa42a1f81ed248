using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>So much of one native asset.</summary>
/// <remarks>
/// Units: the asset's smallest unit. Outputs carry 1 to 2^64-1 and mints -2^63 to 2^63-1; sums of them are wider.
/// </remarks>
public readonly record struct AssetAmount(Hash28 Policy, AssetName Name, Int128 Quantity);
