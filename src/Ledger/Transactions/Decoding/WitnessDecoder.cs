using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads witness sets of every era.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>Cardano.Ledger.Alonzo.TxWits</c> and Shelley's like it. Signatures, native scripts, datums
/// and redeemers may stand twice even in Conway; Plutus scripts may not.
/// </remarks>
internal static class WitnessDecoder
{
    public static TransactionWitnesses Read(ref TransactionReader reader)
    {
        WitnessParts parts = new() { Start = reader.Position };
        int? count = reader.Cbor.ReadMapStart();
        ulong seen = 0;
        for (int i = 0; reader.Cbor.HasNext(count, i); i++)
        {
            int at = reader.Position;
            int key = reader.ReadFieldKey(ref seen);
            if (key > LastKeyOf(reader.Era))
                throw reader.UnknownField(at, key);
            ReadField(ref reader, key, ref parts);
        }
        return new TransactionWitnesses
        {
            Bytes = reader.Since(parts.Start),
            VKeys = parts.VKeys,
            Bootstraps = parts.Bootstraps,
            Scripts = parts.Scripts,
            Datums = parts.Datums,
            DatumsBytes = parts.DatumsBytes,
            Redeemers = parts.Redeemers,
            RedeemersBytes = parts.RedeemersBytes,
        };
    }

    // From Alonzo on every key is read by the same decoder, which knows the languages of later eras too.
    private static int LastKeyOf(Era era) => era >= Era.Alonzo ? 7 : 2;

    private static void ReadField(ref TransactionReader reader, int key, ref WitnessParts parts)
    {
        int start = reader.Position;
        switch (key)
        {
            case 0:
                parts.VKeys = ReadVKeys(ref reader);
                break;
            case 1:
                parts.Scripts = parts.Scripts.AddRange(ReadNativeScripts(ref reader));
                break;
            case 2:
                parts.Bootstraps = ReadBootstraps(ref reader);
                break;
            case 4:
                parts.Datums = ReadDatums(ref reader);
                parts.DatumsBytes = reader.Since(start);
                break;
            case 5:
                parts.Redeemers = RedeemerDecoder.ReadAll(ref reader);
                parts.RedeemersBytes = reader.Since(start);
                break;
            default:
                ScriptLanguage language = key switch
                {
                    3 => ScriptLanguage.PlutusV1,
                    6 => ScriptLanguage.PlutusV2,
                    _ => ScriptLanguage.PlutusV3,
                };
                parts.Scripts = parts.Scripts.AddRange(ReadPlutusScripts(ref reader, language));
                break;
        }
    }

    private static ImmutableArray<VKeyWitness> ReadVKeys(ref TransactionReader reader)
    {
        int start = reader.Position;
        reader.SkipSetTag();
        int? count = reader.Cbor.ReadArrayStart();
        Collected<VKeyWitness> witnesses = default;
        while (reader.Cbor.HasNext(count, witnesses.Count))
        {
            bool isIndefinite = reader.Cbor.StartRecord(2);
            ReadOnlyMemory<byte> key = reader.ReadBytes(VKeyWitness.VerificationKeySizeBytes);
            ReadOnlyMemory<byte> signature = reader.ReadBytes(VKeyWitness.SignatureSizeBytes);
            reader.Cbor.EndRecord(isIndefinite);
            witnesses.Add(new VKeyWitness(key, signature, Digest.Blake2b224(key.Span)));
        }
        reader.RequireAny(witnesses.Count, start, "signatures");
        return witnesses.ToImmutable();
    }

    // Witnesses of the same key and address are one to the ledger: the last.
    private static ImmutableArray<BootstrapWitness> ReadBootstraps(ref TransactionReader reader)
    {
        int start = reader.Position;
        reader.SkipSetTag();
        int? count = reader.Cbor.ReadArrayStart();
        Collected<BootstrapWitness> witnesses = default;
        while (reader.Cbor.HasNext(count, witnesses.Count))
            witnesses.Add(ReadBootstrap(ref reader));
        reader.RequireAny(witnesses.Count, start, "signatures for Byron addresses");
        Sets.NormaliseMap(ref witnesses, static of => of.RootHash, isStrict: false, start, "signatures");
        return witnesses.ToImmutable();
    }

    private static BootstrapWitness ReadBootstrap(ref TransactionReader reader)
    {
        bool isIndefinite = reader.Cbor.StartRecord(4);
        ReadOnlyMemory<byte> key = reader.ReadBytes(VKeyWitness.VerificationKeySizeBytes);
        ReadOnlyMemory<byte> signature = reader.ReadBytes(VKeyWitness.SignatureSizeBytes);
        ReadOnlyMemory<byte> chainCode = reader.ReadBytes();
        ReadOnlyMemory<byte> attributes = reader.ReadBytes();
        reader.Cbor.EndRecord(isIndefinite);
        Hash28 root = ByronRoot.Of(key.Span, chainCode.Span, attributes.Span);
        return new BootstrapWitness(key, signature, chainCode, attributes, root);
    }

    private static ImmutableArray<Script> ReadNativeScripts(ref TransactionReader reader)
    {
        int start = reader.Position;
        reader.SkipSetTag();
        int? count = reader.Cbor.ReadArrayStart();
        ImmutableArray<Script>.Builder scripts = ImmutableArray.CreateBuilder<Script>();
        while (reader.Cbor.HasNext(count, scripts.Count))
            scripts.Add(ScriptDecoder.ReadNative(ref reader));
        reader.RequireAny(scripts.Count, start, "native scripts");
        return scripts.DrainToImmutable();
    }

    private static ImmutableArray<Script> ReadPlutusScripts(ref TransactionReader reader, ScriptLanguage language)
    {
        int start = reader.Position;
        reader.SkipSetTag();
        int? count = reader.Cbor.ReadArrayStart();
        ImmutableArray<Script>.Builder scripts = ImmutableArray.CreateBuilder<Script>();
        while (reader.Cbor.HasNext(count, scripts.Count))
            scripts.Add(ScriptDecoder.ReadPlutus(ref reader, language));
        reader.RequireAny(scripts.Count, start, "Plutus scripts");
        if (reader.IsStrict && !reader.IsGrammarOnly)
            Sets.RequireDistinct(scripts.Select(script => script.Hash).ToArray(), start, "Plutus scripts");
        return scripts.DrainToImmutable();
    }

    private static ImmutableArray<DatumWitness> ReadDatums(ref TransactionReader reader)
    {
        int start = reader.Position;
        reader.SkipSetTag();
        int? count = reader.Cbor.ReadArrayStart();
        Collected<DatumWitness> datums = default;
        while (reader.Cbor.HasNext(count, datums.Count))
        {
            ReadOnlyMemory<byte> data = PlutusDataReader.Read(ref reader);
            datums.Add(new DatumWitness(data, Digest.Blake2b256(data.Span)));
        }
        reader.RequireAny(datums.Count, start, "datums");
        return datums.ToImmutable();
    }
}
