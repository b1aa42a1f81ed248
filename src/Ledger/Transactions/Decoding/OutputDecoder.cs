using System.Buffers;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads outputs of every era.</summary>
internal static class OutputDecoder
{
    // Of bytes that were checked before: for outputs that dropped what was read from them.
    public static AssetBundle ReadAssets(ReadOnlySpan<byte> map)
    {
        CborReader reader = new(map);
        List<AssetAmount> amounts = [];
        int? policies = reader.ReadMapStart();
        for (int i = 0; reader.HasNext(policies, i); i++)
        {
            Hash28 policy = reader.ReadHash28();
            int? names = reader.ReadMapStart();
            for (int j = 0; reader.HasNext(names, j); j++)
                amounts.Add(new AssetAmount(policy, new AssetName(reader.ReadBytes()), reader.ReadUInt64()));
        }
        return AssetBundle.Normalise([.. amounts]);
    }

    public static TransactionOutput Encode(ReadOnlySpan<byte> address, Coin coin)
    {
        ArrayBufferWriter<byte> output = new(address.Length + 16);
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WriteBytes(address);
        int valueAt = output.WrittenCount;
        writer.WriteUInt64(coin.Value);
        OutputLayout layout = new()
        {
            Lovelace = coin.Value,
            AddressAt = valueAt - address.Length,
            AddressLength = address.Length,
            ValueAt = valueAt,
            ValueLength = output.WrittenCount - valueAt,
        };
        return new TransactionOutput(output.WrittenSpan.ToArray(), layout, null, null);
    }
}
