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
    /// <remarks>In TPraos the leader value has 64 bytes: these are its first 32.</remarks>
    public sealed record NotLeader(
        Hash28 PoolId, Hash32 LeaderValue, LeaderThreshold Threshold, Rational RelativeStake) : HeaderError;
}

/// <summary>The leader value is small enough for the issuer's stake: p &lt; 1 - (1-f)^σ.</summary>
/// <remarks>
/// Of the output that the header declares, which <see cref="VrfProofRule"/> proves. Pre: <see cref="VrfKeyRule"/> holds.
/// p is made from the output in Praos, and is the output in TPraos.
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos.hs (doValidateVRFSignature) and cardano-ledger <c>checkLeaderNatValue</c>
/// </remarks>
internal static class LeaderRule
{
    public static HeaderError? Check(BlockHeader header, LedgerView view, ConsensusParameters parameters)
    {
        Hash32 leaderValue = VrfRanges.LeaderValue(header.VrfOutput.Span);
        LeaderThreshold threshold = view.ThresholdOf(header.PoolId, parameters.ActiveSlotCoefficient);
        return threshold.Admits(leaderValue) ? null : NotLeader(header, leaderValue, threshold, view);
    }

    public static HeaderError? CheckTransitional(
        BlockHeader header, LedgerView view, ConsensusParameters parameters)
    {
        LeaderThreshold threshold = view.ThresholdOf(header.PoolId, parameters.ActiveSlotCoefficient);
        return threshold.AdmitsOutput(header.VrfOutput.Span)
            ? null
            : NotLeader(header, new Hash32(header.VrfOutput.Span[..Hash32.SizeBytes]), threshold, view);
    }

    private static HeaderError.NotLeader NotLeader(
        BlockHeader header, Hash32 leaderValue, LeaderThreshold threshold, LedgerView view)
    {
        PoolStake? pool = view.StakeDistribution?.Find(header.PoolId);
        return new HeaderError.NotLeader(
            header.PoolId, leaderValue, threshold, pool?.RelativeStake ?? Rational.Zero);
    }
}
