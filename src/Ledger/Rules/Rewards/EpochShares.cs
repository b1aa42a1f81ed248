using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

/// <summary>What the rewards of all pools of an epoch are measured by.</summary>
/// <param name="Parameters">The protocol parameters of the epoch that is rewarded.</param>
/// <param name="PoolsPot">R: what there is for pools.</param>
/// <param name="Circulation">All money but the reserves: the denominator of σ.</param>
/// <param name="ActiveStake">All delegated stake: the denominator of σa.</param>
/// <param name="BlocksMade">All blocks of pools.</param>
internal sealed record EpochShares(
    ProtocolParameters Parameters, Coin PoolsPot, Coin Circulation, Coin ActiveStake, ulong BlocksMade);
