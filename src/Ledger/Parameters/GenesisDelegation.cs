using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Parameters;

/// <summary>Who signs blocks for a genesis key while the chain is not decentralised (<c>genDelegs</c>).</summary>
public sealed record GenesisDelegation(Hash28 GenesisKeyHash, Hash28 DelegateKeyHash, Hash32 VrfKeyHash);
