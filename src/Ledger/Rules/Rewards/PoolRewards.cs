using System.Numerics;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Rules;

/// <summary>The rewards of one pool that made blocks, and how they are shared.</summary>
/// <remarks>
/// All arithmetic is exact; each amount is rounded down once, at its end.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rewards</c>; "Design Specification for Delegation and Incentives in
/// Cardano", section 5.5.
/// https://github.com/IntersectMBO/cardano-ledger/blob/02ed285c8f3631d0fc9276113116aaa4172470e5/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rewards.hs
/// </remarks>
internal sealed class PoolRewards
{
    private static readonly Rational FederatedFrom = new(8, 10);

    private readonly PoolParameters _pool;
    private readonly Coin _poolStake;
    private readonly BigInteger _memberNumerator;
    private readonly BigInteger _memberDenominator;

    private PoolRewards(PoolParameters pool, Coin poolStake, Coin ownersStake, Coin pot)
    {
        _pool = pool;
        _poolStake = poolStake;
        Pot = pot;
        LeaderReward = LeaderShare(ownersStake);
        // Everything of ⌊(f̂ - c)·(1 - m)·t / σ⌋ but the member's stake; t/σ = stake / stake of the pool.
        BigInteger left = pot > pool.Cost ? pot.Value - pool.Cost.Value : 0;
        _memberNumerator = left * (pool.Margin.Denominator - pool.Margin.Numerator);
        _memberDenominator = pool.Margin.Denominator * poolStake.Value;
    }

    /// <summary>f̂: what the pool gets in all.</summary>
    public Coin Pot { get; }

    /// <summary>What the pool's reward account gets.</summary>
    public Coin LeaderReward { get; }

    /// <summary>The rewards of a pool.</summary>
    /// <param name="pool">What it had registered.</param>
    /// <param name="stake">σ: the stake delegated to it; σ' where divided by all money in circulation.</param>
    /// <param name="ownersStake">What of that is its owners'.</param>
    /// <param name="blocks">The blocks that it made; 1 or more.</param>
    /// <param name="epoch">What is the same for all pools.</param>
    public static PoolRewards Of(
        PoolParameters pool, Coin stake, Coin ownersStake, ulong blocks, EpochShares epoch)
    {
        // A pool whose owners do not keep their pledge gets nothing.
        Coin most = pool.Pledge <= ownersStake ? MaxPool(pool, stake, epoch) : Coin.Zero;
        Rational performance = ApparentPerformance(stake, blocks, epoch);
        return new PoolRewards(pool, stake, ownersStake, Floor(performance * most.Value));
    }

    /// <summary>What a member gets; nothing where the credential is an owner's.</summary>
    /// <remarks>⌊(f̂ - c)·(1 - m)·t / σ⌋ where f̂ > c, else 0.</remarks>
    public Coin MemberReward(Credential member, Coin stake)
    {
        if (_memberNumerator.IsZero || _poolStake == Coin.Zero || IsOwner(member))
            return Coin.Zero;
        return new Coin(checked((ulong)(_memberNumerator * stake.Value / _memberDenominator)));
    }

    private bool IsOwner(Credential member) =>
        !member.IsScript && _pool.Owners.AsSpan().BinarySearch(member.Hash) >= 0;

    // f̂ where f̂ ≤ c, else c + ⌊(f̂ - c)·(m + (1 - m)·s / σ)⌋
    private Coin LeaderShare(Coin ownersStake)
    {
        if (Pot <= _pool.Cost)
            return Pot;
        Rational share = new(ownersStake.Value, _poolStake.Value);
        Rational part = _pool.Margin + ((Rational.One - _pool.Margin) * share);
        return _pool.Cost + Floor(part * (Pot - _pool.Cost).Value);
    }

    // maxPool' = ⌊R / (1 + a0) · (σ' + s'·a0·(σ' - s'·(z0 - σ') / z0) / z0)⌋
    // where z0 = 1/k, σ' = min(σ, z0), s' = min(pledge, z0)
    private static Coin MaxPool(PoolParameters pool, Coin stake, EpochShares epoch)
    {
        if (epoch.Circulation == Coin.Zero)
            return Coin.Zero;
        Rational z0 = new(1, Math.Max(1u, epoch.Parameters.DesiredPoolCount));
        Rational sigma = Min(new Rational(stake.Value, epoch.Circulation.Value), z0);
        Rational pledge = Min(new Rational(pool.Pledge.Value, epoch.Circulation.Value), z0);
        Rational a0 = epoch.Parameters.A0;
        Rational factor4 = (z0 - sigma) / z0;
        Rational factor3 = (sigma - (pledge * factor4)) / z0;
        Rational factor2 = sigma + (pledge * a0 * factor3);
        Rational factor1 = new Rational(epoch.PoolsPot.Value, 1) / (Rational.One + a0);
        return Floor(factor1 * factor2);
    }

    // β / σa: the share of blocks over the share of active stake; 1 while genesis delegates make most blocks.
    private static Rational ApparentPerformance(Coin stake, ulong blocks, EpochShares epoch)
    {
        if (stake == Coin.Zero || epoch.ActiveStake == Coin.Zero)
            return Rational.Zero;
        if (epoch.Parameters.Decentralisation >= FederatedFrom)
            return Rational.One;
        ulong total = Math.Max(1, epoch.BlocksMade);
        return new Rational((BigInteger)blocks * epoch.ActiveStake.Value, (BigInteger)total * stake.Value);
    }

    private static Rational Min(Rational a, Rational b) => a < b ? a : b;

    private static Coin Floor(Rational value) => new(checked((ulong)value.Floor()));
}
