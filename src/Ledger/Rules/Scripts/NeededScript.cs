using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>A script that must agree, and what to: the pointer that its redeemer would have.</summary>
internal readonly record struct NeededScript(RedeemerTag Tag, uint Index, Hash28 Hash);
