using System.Collections.Concurrent;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

/// <summary>What the ledger tells header validation about an epoch: who may lead, and the limits in force.</summary>
/// <remarks>
/// Immutable but for a memory of thresholds already computed; safe to share between threads.
/// Spec: ouroboros-consensus <c>Ouroboros.Consensus.Protocol.Praos.Views.LedgerView</c>.
/// </remarks>
public sealed class LedgerView
{
    private readonly ConcurrentDictionary<(Hash28 PoolId, ActiveSlotCoefficient F), LeaderThreshold> _thresholds =
        new();

    /// <summary>The pools, or null when the ledger cannot say (the slot lies too far ahead of it).</summary>
    public required StakeDistribution? StakeDistribution { get; init; }

    /// <summary>The greatest header, in bytes.</summary>
    public required int MaxHeaderSizeBytes { get; init; }

    /// <summary>The greatest block body, in bytes.</summary>
    public required uint MaxBodySizeBytes { get; init; }

    /// <summary>The protocol version in force.</summary>
    public required ProtocolVersion ProtocolVersion { get; init; }

    /// <summary>The view of a chain that starts from a genesis file.</summary>
    public static LedgerView Genesis(ShelleyGenesis genesis)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        return new LedgerView
        {
            StakeDistribution = StakeDistribution.FromGenesis(genesis),
            MaxHeaderSizeBytes = genesis.ProtocolParameters.MaxBlockHeaderSizeBytes,
            MaxBodySizeBytes = genesis.ProtocolParameters.MaxBlockBodySizeBytes,
            ProtocolVersion = genesis.ProtocolParameters.ProtocolVersion,
        };
    }

    /// <summary>The leader threshold of a pool; for an unknown pool one that lets nobody lead.</summary>
    /// <remarks>Cost: a few microseconds the first time, a look-up from then on.</remarks>
    public LeaderThreshold ThresholdOf(Hash28 poolId, ActiveSlotCoefficient f)
    {
        if (StakeDistribution?.Find(poolId) is not PoolStake pool)
            return default;
        return _thresholds.GetOrAdd(
            (poolId, f), static (key, stake) => LeaderThreshold.Of(stake, key.F), pool.RelativeStake);
    }
}
