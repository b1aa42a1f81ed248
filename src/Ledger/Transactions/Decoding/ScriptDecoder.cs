using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads scripts where they stand alone: in witnesses, auxiliary data and outputs.</summary>
internal static class ScriptDecoder
{
    /// <summary>Reads a byte string that holds a Plutus script of the given language.</summary>
    public static Script ReadPlutus(ref TransactionReader reader, ScriptLanguage language)
    {
        RequireKnown(ref reader, language);
        return new Script(language, reader.ReadBytes());
    }

    /// <summary>Reads a native script.</summary>
    public static Script ReadNative(ref TransactionReader reader)
    {
        int start = reader.Position;
        NativeScript native = NativeScriptDecoder.Read(ref reader);
        return new Script(native, reader.Since(start));
    }

    /// <summary>Reads <c>[language, script]</c>, and says where the script's own bytes start.</summary>
    public static Script ReadTagged(ref TransactionReader reader, out int scriptAt)
    {
        bool isIndefinite = reader.Cbor.StartRecord(2);
        int at = reader.Position;
        ulong language = reader.Cbor.ReadUInt64();
        if (language > (ulong)ScriptLanguage.PlutusV3)
            throw new CborException(at, "the number of a script language, 0 to 3", $"{language}");
        Script script = language == 0
            ? ReadNative(ref reader)
            : ReadPlutus(ref reader, (ScriptLanguage)language);
        scriptAt = reader.Position - script.Bytes.Length;
        reader.Cbor.EndRecord(isIndefinite);
        return script;
    }

    /// <summary>Refuses a language that the era does not know.</summary>
    public static void RequireKnown(ref TransactionReader reader, ScriptLanguage language)
    {
        if (!PlutusLanguages.IsKnown(language, reader.Era))
            throw new CborException(reader.Position, $"a script language of {reader.Era}", $"{language}");
    }
}
