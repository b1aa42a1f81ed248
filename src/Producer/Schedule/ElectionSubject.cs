using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Schedule;

/// <summary>What an epoch's own slots follow from: with another of these they are others.</summary>
/// <param name="PoolId">The pool.</param>
/// <param name="VrfKeyHash">Its VRF key.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Nonce">The epoch's nonce.</param>
/// <param name="Stake">The pool's stake in the epoch; null when it has none.</param>
internal sealed record ElectionSubject(Hash28 PoolId, Hash32 VrfKeyHash, EpochNo Epoch, Nonce Nonce, PoolStake? Stake);
