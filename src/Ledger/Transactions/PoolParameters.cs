using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Transactions;

/// <summary>What a stake pool registers.</summary>
/// <param name="PoolId">The hash of the operator's cold key.</param>
/// <param name="VrfKeyHash">The hash of the VRF key that its headers must carry.</param>
/// <param name="Pledge">What the owners promise to delegate.</param>
/// <param name="Cost">What the pool takes of each epoch's rewards first.</param>
/// <param name="Margin">The share of the rest that it takes; 0 to 1.</param>
/// <param name="RewardAccount">Where it is paid to.</param>
/// <param name="Owners">Key hashes of the owners; sorted, each once.</param>
/// <param name="Relays">Where it is reached.</param>
/// <param name="Metadata">Where it describes itself.</param>
public sealed record PoolParameters(
    Hash28 PoolId,
    Hash32 VrfKeyHash,
    Coin Pledge,
    Coin Cost,
    Rational Margin,
    RewardAccount RewardAccount,
    ImmutableArray<Hash28> Owners,
    ImmutableArray<StakePoolRelay> Relays,
    PoolMetadata? Metadata)
{
    /// <summary>Same values, element by element.</summary>
    public bool Equals(PoolParameters? other) => other is not null
        && (PoolId, VrfKeyHash, Pledge, Cost, Margin, RewardAccount, Metadata)
            .Equals((other.PoolId, other.VrfKeyHash, other.Pledge, other.Cost, other.Margin, other.RewardAccount,
                other.Metadata))
        && Owners.SequenceEqual(other.Owners)
        && Relays.SequenceEqual(other.Relays);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add((PoolId, VrfKeyHash, Pledge, Cost, Margin, RewardAccount, Metadata));
        foreach (Hash28 owner in Owners)
            hash.Add(owner);
        foreach (StakePoolRelay relay in Relays)
            hash.Add(relay);
        return hash.ToHashCode();
    }
}
