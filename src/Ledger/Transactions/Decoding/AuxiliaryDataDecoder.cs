using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads auxiliary data in the three forms that it has had.</summary>
internal static class AuxiliaryDataDecoder
{
    private const ulong FieldsTag = 259;

    public static AuxiliaryData Read(ref TransactionReader reader)
    {
        int start = reader.Position;
        MetadataReader metadata = default;
        ReadOnlyMemory<byte> metadataBytes = default;
        ImmutableArray<Script>.Builder scripts = ImmutableArray.CreateBuilder<Script>();
        switch (reader.Cbor.PeekType())
        {
            case CborMajorType.Map:
                metadataBytes = metadata.Read(ref reader);
                break;
            case CborMajorType.Array when reader.Era >= Era.Allegra:
                bool isIndefinite = reader.Cbor.StartRecord(2);
                metadataBytes = metadata.Read(ref reader);
                ReadNativeScripts(ref reader, scripts);
                reader.Cbor.EndRecord(isIndefinite);
                break;
            case CborMajorType.Tag when reader.Era >= Era.Alonzo:
                metadataBytes = ReadFields(ref reader, ref metadata, scripts);
                break;
            default:
                throw new CborException(start, $"auxiliary data of {reader.Era}", $"{reader.Cbor.PeekType()}");
        }
        if (metadata.HasOversized && reader.IsGrammarOnly)
            throw new CborException(start, "metadata in strings of at most 64 bytes", "a longer one");
        ReadOnlyMemory<byte> bytes = reader.Since(start);
        return new AuxiliaryData
        {
            Bytes = bytes,
            Hash = Digest.Blake2b256(bytes.Span),
            Metadata = metadataBytes,
            HasOversizedMetadata = metadata.HasOversized,
            Scripts = scripts.DrainToImmutable(),
        };
    }

    private static ReadOnlyMemory<byte> ReadFields(
        ref TransactionReader reader, ref MetadataReader metadata, ImmutableArray<Script>.Builder scripts)
    {
        reader.Cbor.ReadTag(FieldsTag);
        ReadOnlyMemory<byte> metadataBytes = default;
        int? count = reader.Cbor.ReadMapStart();
        ulong seen = 0;
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
        {
            int at = reader.Position;
            int key = reader.ReadFieldKey(ref seen);
            switch (key)
            {
                case 0:
                    metadataBytes = metadata.Read(ref reader);
                    break;
                case 1:
                    ReadNativeScripts(ref reader, scripts);
                    break;
                case 2 or 3 or 4:
                    ReadPlutusScripts(ref reader, (ScriptLanguage)(key - 1), scripts);
                    break;
                default:
                    throw reader.UnknownField(at, key);
            }
        }
        return metadataBytes;
    }

    private static void ReadNativeScripts(ref TransactionReader reader, ImmutableArray<Script>.Builder scripts)
    {
        int? count = reader.Cbor.ReadArrayStart();
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
            scripts.Add(ScriptDecoder.ReadNative(ref reader));
    }

    // The language is refused even where the list is empty.
    private static void ReadPlutusScripts(
        ref TransactionReader reader, ScriptLanguage language, ImmutableArray<Script>.Builder scripts)
    {
        ScriptDecoder.RequireKnown(ref reader, language);
        int? count = reader.Cbor.ReadArrayStart();
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
            scripts.Add(ScriptDecoder.ReadPlutus(ref reader, language));
    }
}
