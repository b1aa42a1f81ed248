using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Snapshots;

/// <summary>A pool's share of the active stake and the VRF key that it registered.</summary>
public sealed record PoolStake(Rational RelativeStake, Hash32 VrfKeyHash);
