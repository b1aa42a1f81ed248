using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Parameters;

/// <summary>A stake pool that a Shelley genesis file registers (<c>staking.pools</c>).</summary>
public sealed record GenesisPool(
    Hash28 PoolId, Hash32 VrfKeyHash, Coin Pledge, Coin Cost, Rational Margin);
