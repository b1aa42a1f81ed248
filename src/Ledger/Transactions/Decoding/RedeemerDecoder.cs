using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads redeemers: a list of <c>[tag, index, data, units]</c>, from Conway on also a map.</summary>
/// <remarks>Of two for the same thing the last counts, in every era.</remarks>
internal static class RedeemerDecoder
{
    public static ImmutableArray<Redeemer> ReadAll(ref TransactionReader reader)
    {
        int start = reader.Position;
        bool isMap = reader.Era >= Era.Conway && reader.Cbor.PeekType() == CborMajorType.Map;
        Collected<Redeemer> redeemers = default;
        int? count = isMap ? reader.Cbor.ReadMapStart() : reader.Cbor.ReadArrayStart();
        while (reader.Cbor.HasNext(count, redeemers.Count))
            redeemers.Add(isMap ? ReadEntry(ref reader) : ReadItem(ref reader));
        reader.RequireAny(redeemers.Count, start, "redeemers");
        Sets.NormaliseMap(ref redeemers, static of => (of.Tag, of.Index), isStrict: false, start, "redeemers");
        return redeemers.ToImmutable();
    }

    public static ExecutionUnits ReadUnits(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(2);
        ExecutionUnits units = new(ReadUnit(ref reader), ReadUnit(ref reader));
        reader.Cbor.EndRecord(isIndefinite);
        return units;
    }

    private static ulong ReadUnit(ref TransactionReader reader)
    {
        int at = reader.Position;
        ulong value = reader.Cbor.ReadUInt64();
        return value <= long.MaxValue
            ? value
            : throw new CborException(at, "execution units below 2^63", $"{value}");
    }

    private static Redeemer ReadItem(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(4);
        Redeemer redeemer = new(
            ReadTag(ref reader), reader.Cbor.ReadUInt32(), PlutusDataReader.Read(ref reader), ReadUnits(ref reader));
        reader.Cbor.EndRecord(isIndefinite);
        return redeemer;
    }

    private static Redeemer ReadEntry(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(2);
        RedeemerTag tag = ReadTag(ref reader);
        uint index = reader.Cbor.ReadUInt32();
        reader.Cbor.EndRecord(isIndefinite);
        reader.Cbor.ReadArrayStart(2);
        return new Redeemer(tag, index, PlutusDataReader.Read(ref reader), ReadUnits(ref reader));
    }

    private static RedeemerTag ReadTag(ref TransactionReader reader)
    {
        int at = reader.Position;
        ulong tag = reader.Cbor.ReadUInt64();
        RedeemerTag last = reader.Era >= Era.Conway ? RedeemerTag.Proposing : RedeemerTag.Reward;
        return tag <= (ulong)last
            ? (RedeemerTag)tag
            : throw new CborException(at, $"the tag of a redeemer, 0 to {(int)last}", $"{tag}");
    }
}
