using System.Collections.Immutable;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Persistence;

/// <summary>Snapshots, distributions and rewards as bytes.</summary>
/// <remarks>
/// Shape: snapshots are <c>[mark, set, go, fees]</c>; a snapshot is <c>[[* [credential, stake, pool id]], [* pool]]</c>;
/// a distribution <c>[* [pool id, share, VRF key hash]]</c>; a reward update <c>[treasury gain, reserves loss, fees, [*
/// [credential, kind, pool id, amount]]]</c>. All in the order of their keys.
/// </remarks>
internal static class StakeCodec
{
    public static void Write(CborWriter writer, StakeSnapshots snapshots)
    {
        writer.WriteArrayStart(4);
        Write(writer, snapshots.Mark);
        Write(writer, snapshots.Set);
        Write(writer, snapshots.Go);
        writer.WriteCoin(snapshots.Fees);
    }

    public static StakeSnapshots ReadSnapshots(ref CborReader reader)
    {
        reader.ReadArrayStart(4);
        return new StakeSnapshots(
            ReadSnapshot(ref reader), ReadSnapshot(ref reader), ReadSnapshot(ref reader), reader.ReadCoin());
    }

    public static void Write(CborWriter writer, StakeDistribution distribution)
    {
        writer.WriteArrayStart(distribution.Pools.Count);
        foreach ((Hash28 poolId, PoolStake pool) in distribution.Pools)
        {
            writer.WriteArrayStart(3);
            writer.WriteHash(poolId);
            writer.WriteRational(pool.RelativeStake);
            writer.WriteHash(pool.VrfKeyHash);
        }
    }

    public static StakeDistribution ReadDistribution(ref CborReader reader)
    {
        ImmutableSortedDictionary<Hash28, PoolStake>.Builder pools =
            ImmutableSortedDictionary.CreateBuilder<Hash28, PoolStake>();
        int count = reader.ReadCount();
        Hash28? last = null;
        for (int i = 0; i < count; i++)
        {
            int at = reader.Position;
            reader.ReadArrayStart(3);
            Hash28 poolId = reader.ReadHash28();
            if (poolId <= last)
                throw new CborException(at, $"a pool after {last}", $"{poolId}");
            last = poolId;
            pools.Add(poolId, new PoolStake(reader.ReadRational(), reader.ReadHash32()));
        }
        return new StakeDistribution(pools.ToImmutable());
    }

    public static void Write(CborWriter writer, RewardUpdate? update)
    {
        if (update is null)
        {
            writer.WriteNull();
            return;
        }
        writer.WriteArrayStart(4);
        writer.WriteCoin(update.TreasuryGain);
        writer.WriteInt64(update.ReservesLoss);
        writer.WriteCoin(update.Fees);
        writer.WriteArrayStart(update.Rewards.Length);
        foreach (Reward reward in update.Rewards)
        {
            writer.WriteArrayStart(4);
            writer.WriteCredential(reward.Credential);
            writer.WriteUInt64((ulong)reward.Kind);
            writer.WriteHash(reward.PoolId);
            writer.WriteCoin(reward.Amount);
        }
    }

    public static RewardUpdate? ReadUpdate(ref CborReader reader)
    {
        if (reader.TryReadNull())
            return null;
        reader.ReadArrayStart(4);
        Coin treasuryGain = reader.ReadCoin();
        long reservesLoss = reader.ReadInt64();
        Coin fees = reader.ReadCoin();
        Reward[] rewards = new Reward[reader.ReadCount()];
        for (int i = 0; i < rewards.Length; i++)
        {
            int at = reader.Position;
            rewards[i] = ReadReward(ref reader);
            if (i > 0 && rewards[i] <= rewards[i - 1])
                throw new CborException(at, "rewards in their order", "another order");
        }
        return new RewardUpdate(treasuryGain, reservesLoss, fees, [.. rewards]);
    }

    private static void Write(CborWriter writer, StakeSnapshot snapshot)
    {
        DelegatedStake[] stakes = [.. snapshot.Stakes];
        Array.Sort(stakes, static (a, b) => a.Credential.CompareTo(b.Credential));
        writer.WriteArrayStart(2);
        writer.WriteArrayStart(stakes.Length);
        foreach (DelegatedStake stake in stakes)
        {
            writer.WriteArrayStart(3);
            writer.WriteCredential(stake.Credential);
            writer.WriteCoin(stake.Stake);
            writer.WriteHash(stake.PoolId);
        }
        SortedEntries.Write(writer, snapshot.Pools, PoolCodec.WriteRegistered);
    }

    private static StakeSnapshot ReadSnapshot(ref CborReader reader)
    {
        reader.ReadArrayStart(2);
        DelegatedStake[] stakes = new DelegatedStake[reader.ReadCount()];
        for (int i = 0; i < stakes.Length; i++)
        {
            int at = reader.Position;
            reader.ReadArrayStart(3);
            stakes[i] = new DelegatedStake(reader.ReadCredential(), reader.ReadCoin(), reader.ReadHash28());
            if (i > 0 && stakes[i].Credential <= stakes[i - 1].Credential)
                throw new CborException(at, $"a credential after {stakes[i - 1].Credential}", $"{stakes[i].Credential}");
        }
        return new StakeSnapshot(
            [.. stakes], SortedEntries.ReadMap<Hash28, RegisteredPool>(ref reader, PoolCodec.ReadRegistered));
    }

    private static Reward ReadReward(ref CborReader reader)
    {
        reader.ReadArrayStart(4);
        Credential credential = reader.ReadCredential();
        int at = reader.Position;
        ulong kind = reader.ReadUInt64();
        if (kind > (ulong)RewardKind.Leader)
            throw new CborException(at, "the kind of a reward, 0 or 1", $"{kind}");
        return new Reward(credential, (RewardKind)kind, reader.ReadHash28(), reader.ReadCoin());
    }
}
