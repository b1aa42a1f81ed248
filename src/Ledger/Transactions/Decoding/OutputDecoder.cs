using System.Buffers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads outputs of every era.</summary>
/// <remarks>
/// Spec: ledger CDDL <c>transaction_output</c>; cardano-ledger <c>Cardano.Ledger.Babbage.TxOut</c>,
/// <c>decodeBabbageTxOut</c>, and the earlier eras' like it.
/// </remarks>
internal static class OutputDecoder
{
    private const ulong RequiredFields = 0b11;

    public static TransactionOutput Read(ref TransactionReader reader)
    {
        OutputParts parts = new() { Start = reader.Position, Leniency = AddressLeniencyOf(reader.Era) };
        if (reader.Era >= Era.Babbage && reader.Cbor.PeekType() == CborMajorType.Map)
            ReadFields(ref reader, ref parts);
        else
            ReadArray(ref reader, ref parts);
        return parts.ToOutput(reader.Since(parts.Start));
    }

    /// <summary>Reads assets from bytes that were checked before, for an output that dropped what was read.</summary>
    public static AssetBundle ReadAssets(ReadOnlySpan<byte> map)
    {
        CborReader reader = new(map);
        return AssetDecoder.ReadAmounts(ref reader, isStrict: false);
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

    private static AddressLeniency AddressLeniencyOf(Era era) => era switch
    {
        >= Era.Conway => AddressLeniency.None,
        Era.Babbage => AddressLeniency.Pointers,
        _ => AddressLeniency.Pointers | AddressLeniency.TrailingBytes,
    };

    private static void ReadArray(ref TransactionReader reader, ref OutputParts parts)
    {
        int at = reader.Position;
        int? count = reader.Cbor.ReadArrayStart();
        bool mayHaveDatum = reader.Era >= Era.Alonzo;
        if (count is not (null or 2) && !(count == 3 && mayHaveDatum))
            throw new CborException(at, $"an output of {reader.Era}", $"an array of {count}");
        ReadAddress(ref reader, ref parts);
        ReadValue(ref reader, ref parts);
        if (count == 3 || (count is null && mayHaveDatum && !reader.Cbor.IsBreakNext))
            ReadDatumHash(ref reader, ref parts);
        reader.Cbor.EndRecord(count is null);
    }

    private static void ReadFields(ref TransactionReader reader, ref OutputParts parts)
    {
        parts.IsMapFormat = true;
        int? count = reader.Cbor.ReadMapStart();
        ulong seen = 0;
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
        {
            int at = reader.Position;
            int key = reader.ReadFieldKey(ref seen);
            switch (key)
            {
                case 0:
                    ReadAddress(ref reader, ref parts);
                    break;
                case 1:
                    ReadValue(ref reader, ref parts);
                    break;
                case 2:
                    ReadDatum(ref reader, ref parts);
                    break;
                case 3:
                    ReadScript(ref reader, ref parts);
                    break;
                default:
                    throw reader.UnknownField(at, key);
            }
        }
        if ((seen & RequiredFields) != RequiredFields)
            throw new CborException(parts.Start, "an output with address and value", "one without");
    }

    private static void ReadAddress(ref TransactionReader reader, ref OutputParts parts)
    {
        ReadOnlySpan<byte> address = reader.Cbor.ReadBytes();
        parts.AddressAt = reader.Position - address.Length;
        parts.AddressLength = address.Length;
        if (reader.IsGrammarOnly)
            return;
        try
        {
            parts.AddressLength = AddressParser.Measure(address, parts.Leniency);
        }
        catch (CborException error)
        {
            throw new CborException(parts.AddressAt + error.Offset, error.Expected, error.Found);
        }
    }

    private static void ReadValue(ref TransactionReader reader, ref OutputParts parts)
    {
        parts.ValueAt = reader.Position;
        if (reader.Era < Era.Mary || reader.Cbor.PeekType() != CborMajorType.Array)
        {
            parts.Lovelace = reader.Cbor.ReadUInt64();
        }
        else
        {
            bool isIndefinite = reader.Cbor.StartRecord(2);
            parts.Lovelace = reader.Cbor.ReadUInt64();
            int assetsAt = reader.Position;
            parts.Assets = AssetDecoder.ReadAmounts(ref reader.Cbor, reader.IsStrict);
            parts.AssetsAt = parts.Assets.IsEmpty ? 0 : assetsAt;
            reader.Cbor.EndRecord(isIndefinite);
        }
        parts.ValueLength = reader.Position - parts.ValueAt;
    }

    private static void ReadDatum(ref TransactionReader reader, ref OutputParts parts)
    {
        bool isIndefinite = reader.Cbor.StartRecord(2);
        int at = reader.Position;
        ulong kind = reader.Cbor.ReadUInt64();
        switch (kind)
        {
            case 0:
                ReadDatumHash(ref reader, ref parts);
                break;
            case 1:
                TransactionReader nested = reader.ReadNested();
                parts.DatumAt = nested.Position;
                PlutusDataReader.Skip(ref nested.Cbor);
                parts.DatumLength = nested.Position - parts.DatumAt;
                parts.DatumKind = OutputDatumKind.Inline;
                nested.ExpectEnd();
                break;
            default:
                throw new CborException(at, "0 for a hash or 1 for a datum", $"{kind}");
        }
        reader.Cbor.EndRecord(isIndefinite);
    }

    private static void ReadDatumHash(ref TransactionReader reader, ref OutputParts parts)
    {
        reader.Cbor.ReadBytes(Hash32.SizeBytes);
        parts.DatumAt = reader.Position - Hash32.SizeBytes;
        parts.DatumLength = Hash32.SizeBytes;
        parts.DatumKind = OutputDatumKind.Hash;
    }

    private static void ReadScript(ref TransactionReader reader, ref OutputParts parts)
    {
        TransactionReader nested = reader.ReadNested();
        parts.Script = ScriptDecoder.ReadTagged(ref nested, out int scriptAt);
        parts.ScriptAt = scriptAt;
        nested.ExpectEnd();
    }
}
