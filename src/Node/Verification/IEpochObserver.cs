using PoolTopology.Consensus.Chain;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>Says what holds at the start of an epoch.</summary>
internal interface IEpochObserver
{
    /// <summary>The epoch as it begins.</summary>
    /// <param name="state">The state after the last block before the epoch.</param>
    /// <param name="epoch">The epoch that begins.</param>
    EpochSummary Observe(ChainState state, EpochNo epoch);
}
