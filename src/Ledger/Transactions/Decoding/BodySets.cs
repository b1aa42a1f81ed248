using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads the sets and small maps of a transaction's body.</summary>
internal static class BodySets
{
    public static ImmutableArray<TransactionInput> ReadInputs(ref TransactionReader reader, string what)
    {
        int start = reader.Position;
        reader.SkipSetTag();
        Collected<TransactionInput> inputs = default;
        int? count = reader.Cbor.ReadArrayStart();
        while (reader.Cbor.HasNext(count, inputs.Count))
            inputs.Add(reader.ReadInput());
        Sets.Normalise(ref inputs, reader.IsStrict, start, what);
        return inputs.ToImmutable();
    }

    public static ImmutableArray<Hash28> ReadKeyHashes(ref TransactionReader reader, string what)
    {
        int start = reader.Position;
        reader.SkipSetTag();
        Collected<Hash28> keys = default;
        int? count = reader.Cbor.ReadArrayStart();
        while (reader.Cbor.HasNext(count, keys.Count))
            keys.Add(reader.ReadHash28());
        Sets.Normalise(ref keys, reader.IsStrict, start, what);
        return keys.ToImmutable();
    }

    public static ImmutableArray<Withdrawal> ReadWithdrawals(ref TransactionReader reader)
    {
        int start = reader.Position;
        Collected<Withdrawal> withdrawals = default;
        int? count = reader.Cbor.ReadMapStart();
        while (reader.Cbor.HasNext(count, withdrawals.Count))
            withdrawals.Add(new Withdrawal(reader.ReadRewardAccount(), reader.ReadCoin()));
        Sets.NormaliseMap(
            ref withdrawals, static withdrawal => withdrawal.Account, reader.IsStrict, start, "accounts of withdrawals");
        return withdrawals.ToImmutable();
    }
}
