using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Consensus.Headers;

public abstract partial record HeaderError
{
    /// <summary>
    /// The issuer did not win the slot: its leader value is not below the threshold of its stake.
    /// </summary>
    public sealed record NotLeader(
        Hash28 PoolId, Hash32 LeaderValue, LeaderThreshold Threshold, Rational RelativeStake) : HeaderError;
}

/// <summary>The leader value is small enough for the issuer's stake: p &lt; 1 - (1-f)^σ.</summary>
/// <remarks>
/// Pre: <see cref="VrfKeyRule"/> and <see cref="VrfProofRule"/> hold.
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos.hs (doValidateVRFSignature) and cardano-ledger <c>checkLeaderNatValue</c>
/// </remarks>
internal static class LeaderRule
{
    public static HeaderError? Check(BlockHeader header, LedgerView view, ConsensusParameters parameters)
    {
        Hash32 leaderValue = VrfRanges.LeaderValue(header.VrfOutput.Span);
        LeaderThreshold threshold = view.ThresholdOf(header.PoolId, parameters.ActiveSlotCoefficient);
        if (threshold.Admits(leaderValue))
            return null;
        PoolStake? pool = view.StakeDistribution?.Find(header.PoolId);
        return new HeaderError.NotLeader(
            header.PoolId, leaderValue, threshold, pool?.RelativeStake ?? Rational.Zero);
    }
}
