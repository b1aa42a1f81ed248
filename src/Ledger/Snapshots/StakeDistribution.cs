using System.Collections.Immutable;
using System.Numerics;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Persistence;
using PoolTopology.Ledger.State;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Snapshots;

/// <summary>Who may lead, and how often: each pool's share of the active stake.</summary>
/// <remarks>
/// A pool without stake is not in it, as in the reference. Immutable.
/// Spec: cardano-ledger <c>calculatePoolDistr</c>: σ = the stake delegated to the pool / all delegated stake.
/// </remarks>
public sealed class StakeDistribution(ImmutableSortedDictionary<Hash28, PoolStake> pools)
{
    /// <summary>A distribution without pools.</summary>
    public static StakeDistribution Empty { get; } = new(ImmutableSortedDictionary<Hash28, PoolStake>.Empty);

    /// <summary>The pools by identifier.</summary>
    public ImmutableSortedDictionary<Hash28, PoolStake> Pools { get; } = pools;

    /// <summary>A pool's share, or null when it is not registered or has no stake.</summary>
    public PoolStake? Find(Hash28 poolId) => Pools.GetValueOrDefault(poolId);

    /// <summary>A digest that is equal where distributions are.</summary>
    /// <remarks>
    /// Shape: BLAKE2b-256 of CBOR <c>[* [pool id, [numerator, denominator], VRF key hash]]</c> in the order of pools,
    /// numerator and denominator big-endian byte strings in lowest terms.
    /// </remarks>
    public Hash32 ComputeDigest()
    {
        HashingWriter output = new();
        StakeCodec.Write(new CborWriter(output), this);
        return output.Finish();
    }

    /// <summary>The distribution of a snapshot.</summary>
    /// <remarks>
    /// The denominator counts all delegated stake, also that delegated to pools which are no longer registered; such a
    /// pool is not in the result.
    /// </remarks>
    public static StakeDistribution Of(StakeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        BigInteger total = BigInteger.Zero;
        Dictionary<Hash28, BigInteger> stakeOfPool = [];
        foreach (DelegatedStake delegated in snapshot.Stakes)
        {
            total += delegated.Stake.Value;
            stakeOfPool[delegated.PoolId] = stakeOfPool.GetValueOrDefault(delegated.PoolId) + delegated.Stake.Value;
        }
        ImmutableSortedDictionary<Hash28, PoolStake>.Builder shares =
            ImmutableSortedDictionary.CreateBuilder<Hash28, PoolStake>();
        foreach ((Hash28 pool, BigInteger stake) in stakeOfPool)
            if (!stake.IsZero && snapshot.Pools.TryFind(pool, out RegisteredPool? registered))
                shares.Add(pool, new PoolStake(new Rational(stake, total), registered.Parameters.VrfKeyHash));
        return new StakeDistribution(shares.ToImmutable());
    }

    /// <summary>
    /// The distribution that a genesis file gives: its funds, delegated through their addresses' stake keys.
    /// </summary>
    /// <remarks>
    /// The denominator counts every delegated stake key's funds, also those delegated to a pool that the file does not
    /// register; such a pool is not in the result.
    /// </remarks>
    public static StakeDistribution FromGenesis(ShelleyGenesis genesis)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        SortedDictionary<Hash28, BigInteger> stakeOfPool = [];
        BigInteger total = BigInteger.Zero;
        foreach (InitialFund fund in genesis.InitialFunds)
        {
            if (fund.StakeKeyHash is not Hash28 stakeKey
                || !genesis.StakeDelegations.TryGetValue(stakeKey, out Hash28 pool))
                continue;
            stakeOfPool[pool] = stakeOfPool.GetValueOrDefault(pool) + fund.Amount.Value;
            total += fund.Amount.Value;
        }
        return new StakeDistribution(stakeOfPool
            .Where(p => !p.Value.IsZero && genesis.Pools.ContainsKey(p.Key))
            .ToImmutableSortedDictionary(
                p => p.Key,
                p => new PoolStake(new Rational(p.Value, total), genesis.Pools[p.Key].VrfKeyHash)));
    }
}
