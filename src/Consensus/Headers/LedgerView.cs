using System.Collections.Concurrent;
using System.Collections.Immutable;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Consensus.Headers;

/// <summary>What the ledger tells header validation about an epoch: who may lead, and the limits in force.</summary>
/// <remarks>
/// Immutable but for a memory of thresholds already computed; safe to share between threads.
/// Spec: ouroboros-consensus <c>Ouroboros.Consensus.Protocol.Praos.Views.LedgerView</c>; for TPraos cardano-ledger
/// <c>Cardano.Protocol.TPraos.API.LedgerView</c>.
/// </remarks>
public sealed class LedgerView
{
    private readonly ImmutableSortedDictionary<Hash28, GenesisDelegation> _genesisDelegates =
        ImmutableSortedDictionary<Hash28, GenesisDelegation>.Empty;
    private readonly ConcurrentDictionary<(Hash28 PoolId, ActiveSlotCoefficient F), LeaderThreshold> _thresholds =
        new();

    /// <summary>The era in force: headers must be of it.</summary>
    public required Era Era { get; init; }

    /// <summary>The pools, or null when the ledger cannot say (the slot lies too far ahead of it).</summary>
    public required StakeDistribution? StakeDistribution { get; init; }

    /// <summary>The greatest header, in bytes.</summary>
    public required int MaxHeaderSizeBytes { get; init; }

    /// <summary>The greatest block body, in bytes.</summary>
    public required uint MaxBodySizeBytes { get; init; }

    /// <summary>The protocol version in force.</summary>
    public required ProtocolVersion ProtocolVersion { get; init; }

    /// <summary>d: the share of slots that genesis delegates hold. TPraos only: from Babbage on nobody asks.</summary>
    public Rational Decentralisation { get; init; }

    /// <summary>What the protocol parameters add to the nonce of this epoch. TPraos only.</summary>
    public Nonce ExtraEntropy { get; init; }

    /// <summary>Who makes blocks for each genesis key, by the key's hash. TPraos only.</summary>
    public ImmutableSortedDictionary<Hash28, GenesisDelegation> GenesisDelegates
    {
        get => _genesisDelegates;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _genesisDelegates = value;
            GenesisKeyHashes = [.. value.Keys];
        }
    }

    /// <summary>The genesis keys, ordered by hash: the order in which they take turns.</summary>
    public ImmutableArray<Hash28> GenesisKeyHashes { get; private init; } = [];

    /// <summary>The view of a chain that starts from a genesis file, in an era.</summary>
    public static LedgerView Genesis(ShelleyGenesis genesis, Era era)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        return new LedgerView
        {
            Era = era,
            StakeDistribution = StakeDistribution.FromGenesis(genesis),
            MaxHeaderSizeBytes = genesis.ProtocolParameters.MaxBlockHeaderSizeBytes,
            MaxBodySizeBytes = genesis.ProtocolParameters.MaxBlockBodySizeBytes,
            ProtocolVersion = genesis.ProtocolParameters.ProtocolVersion,
            Decentralisation = genesis.ProtocolParameters.Decentralisation,
            GenesisDelegates = genesis.GenesisDelegates,
        };
    }

    /// <summary>The key belongs to a delegate of some genesis key.</summary>
    /// <remarks>Cost: a walk over the genesis keys; there are seven.</remarks>
    public bool IsGenesisDelegate(Hash28 keyHash)
    {
        foreach (GenesisDelegation delegation in _genesisDelegates.Values)
        {
            if (delegation.DelegateKeyHash == keyHash)
                return true;
        }
        return false;
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
