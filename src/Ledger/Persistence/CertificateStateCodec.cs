using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Persistence;

/// <summary>Accounts, pools and genesis delegates as bytes.</summary>
/// <remarks>
/// Shape: <c>[[* account], [* pool], [* new pool parameters], [* [pool id, epoch]], [* delegation], [* [slot,
/// delegation]], [[* [credential, coin]], [* [credential, coin]], reserves change, treasury change]]</c>; an account is
/// <c>[credential, rewards, deposit, pool id or null, slot, transaction, certificate]</c>, a delegation <c>[genesis key
/// hash, delegate key hash, VRF key hash]</c>. All in the order of their keys.
/// </remarks>
internal static class CertificateStateCodec
{
    public static void Write(CborWriter writer, CertificateState state)
    {
        writer.WriteArrayStart(7);
        SortedEntries.Write(writer, state.Accounts, WriteAccount);
        SortedEntries.Write(writer, state.Pools.Registered, PoolCodec.WriteRegistered);
        SortedEntries.Write(writer, state.Pools.Future, static (w, _, pool) => PoolCodec.WriteParameters(w, pool));
        SortedEntries.Write(writer, state.Pools.Retiring, static (w, pool, epoch) =>
        {
            w.WriteArrayStart(2);
            w.WriteHash(pool);
            w.WriteUInt64(epoch.Value);
        });
        writer.WriteArrayStart(state.GenesisDelegates.Count);
        foreach ((_, GenesisDelegation delegation) in state.GenesisDelegates)
            WriteDelegation(writer, delegation);
        writer.WriteArrayStart(state.FutureGenesisDelegates.Length);
        foreach (FutureGenesisDelegation future in state.FutureGenesisDelegates)
        {
            writer.WriteArrayStart(2);
            writer.WriteUInt64(future.From.Value);
            WriteDelegation(writer, future.Delegation);
        }
        WriteInstantaneous(writer, state.InstantaneousRewards);
    }

    public static CertificateState Read(ref CborReader reader)
    {
        reader.ReadArrayStart(7);
        return new CertificateState
        {
            Accounts = SortedEntries.ReadMap<Credential, Account>(ref reader, ReadAccount),
            Pools = new PoolsState
            {
                Registered = SortedEntries.ReadMap<Hash28, RegisteredPool>(ref reader, PoolCodec.ReadRegistered),
                Future = SortedEntries.ReadMap<Hash28, PoolParameters>(ref reader, ReadFuturePool),
                Retiring = SortedEntries.ReadMap<Hash28, EpochNo>(ref reader, ReadRetiring),
            },
            GenesisDelegates = ReadDelegates(ref reader),
            FutureGenesisDelegates = ReadFutureDelegates(ref reader),
            InstantaneousRewards = ReadInstantaneous(ref reader),
        };
    }

    private static void WriteAccount(CborWriter writer, Credential credential, Account account)
    {
        writer.WriteArrayStart(7);
        writer.WriteCredential(credential);
        writer.WriteCoin(account.Rewards);
        writer.WriteCoin(account.Deposit);
        if (account.PoolId is Hash28 pool)
            writer.WriteHash(pool);
        else
            writer.WriteNull();
        writer.WriteUInt64(account.Registration.Slot);
        writer.WriteUInt64(account.Registration.TransactionIndex);
        writer.WriteUInt64(account.Registration.CertificateIndex);
    }

    private static KeyValuePair<Credential, Account> ReadAccount(ref CborReader reader)
    {
        reader.ReadArrayStart(7);
        return new(reader.ReadCredential(), new Account(
            reader.ReadCoin(),
            reader.ReadCoin(),
            reader.ReadHash28OrNull(),
            new ChainPointer(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64())));
    }

    private static KeyValuePair<Hash28, PoolParameters> ReadFuturePool(ref CborReader reader)
    {
        PoolParameters pool = PoolCodec.ReadParameters(ref reader);
        return new(pool.PoolId, pool);
    }

    private static KeyValuePair<Hash28, EpochNo> ReadRetiring(ref CborReader reader)
    {
        reader.ReadArrayStart(2);
        return new(reader.ReadHash28(), new EpochNo(reader.ReadUInt64()));
    }

    private static void WriteDelegation(CborWriter writer, GenesisDelegation delegation)
    {
        writer.WriteArrayStart(3);
        writer.WriteHash(delegation.GenesisKeyHash);
        writer.WriteHash(delegation.DelegateKeyHash);
        writer.WriteHash(delegation.VrfKeyHash);
    }

    private static GenesisDelegation ReadDelegation(ref CborReader reader)
    {
        reader.ReadArrayStart(3);
        return new GenesisDelegation(reader.ReadHash28(), reader.ReadHash28(), reader.ReadHash32());
    }

    private static ImmutableSortedDictionary<Hash28, GenesisDelegation> ReadDelegates(ref CborReader reader)
    {
        ImmutableSortedDictionary<Hash28, GenesisDelegation>.Builder delegates =
            ImmutableSortedDictionary.CreateBuilder<Hash28, GenesisDelegation>();
        int count = reader.ReadCount();
        Hash28? last = null;
        for (int i = 0; i < count; i++)
        {
            int at = reader.Position;
            GenesisDelegation delegation = ReadDelegation(ref reader);
            if (delegation.GenesisKeyHash <= last)
                throw new CborException(at, $"a genesis key after {last}", $"{delegation.GenesisKeyHash}");
            last = delegation.GenesisKeyHash;
            delegates.Add(delegation.GenesisKeyHash, delegation);
        }
        return delegates.ToImmutable();
    }

    private static ImmutableArray<FutureGenesisDelegation> ReadFutureDelegates(ref CborReader reader)
    {
        int count = reader.ReadCount();
        ImmutableArray<FutureGenesisDelegation>.Builder all = ImmutableArray.CreateBuilder<FutureGenesisDelegation>();
        for (int i = 0; i < count; i++)
        {
            int at = reader.Position;
            reader.ReadArrayStart(2);
            FutureGenesisDelegation future = new(new Slot(reader.ReadUInt64()), ReadDelegation(ref reader));
            if (i > 0 && Order(future).CompareTo(Order(all[i - 1])) <= 0)
                throw new CborException(at, "delegations in the order of slots and keys", "another order");
            all.Add(future);
        }
        return all.DrainToImmutable();
    }

    private static (Slot From, Hash28 Key) Order(FutureGenesisDelegation future) =>
        (future.From, future.Delegation.GenesisKeyHash);

    private static void WriteInstantaneous(CborWriter writer, InstantaneousRewards rewards)
    {
        writer.WriteArrayStart(4);
        SortedEntries.Write(writer, rewards.FromReserves, WriteAmount);
        SortedEntries.Write(writer, rewards.FromTreasury, WriteAmount);
        writer.WriteInt64(rewards.ReservesChange);
        writer.WriteInt64(rewards.TreasuryChange);
    }

    private static InstantaneousRewards ReadInstantaneous(ref CborReader reader)
    {
        reader.ReadArrayStart(4);
        return new InstantaneousRewards
        {
            FromReserves = SortedEntries.ReadMap<Credential, Coin>(ref reader, ReadAmount),
            FromTreasury = SortedEntries.ReadMap<Credential, Coin>(ref reader, ReadAmount),
            ReservesChange = reader.ReadInt64(),
            TreasuryChange = reader.ReadInt64(),
        };
    }

    private static void WriteAmount(CborWriter writer, Credential credential, Coin amount)
    {
        writer.WriteArrayStart(2);
        writer.WriteCredential(credential);
        writer.WriteCoin(amount);
    }

    private static KeyValuePair<Credential, Coin> ReadAmount(ref CborReader reader)
    {
        reader.ReadArrayStart(2);
        return new(reader.ReadCredential(), reader.ReadCoin());
    }
}
