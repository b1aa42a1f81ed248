using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Governance;

/// <summary>A document by its address and hash.</summary>
public sealed record Anchor(string Url, Hash32 Hash);
