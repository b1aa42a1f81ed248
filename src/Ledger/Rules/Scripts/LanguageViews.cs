using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Rules;

/// <summary>The cost models of the languages that a transaction uses, as its script data hash takes them.</summary>
/// <remarks>
/// Shape: a map, shortest key first and then in byte order. Plutus V2 and later: the language's number to an array of
/// definite length. Plutus V1, by a mistake that became consensus: a byte string with the number to a byte string with
/// an array of indefinite length, so that its key is longer and comes last. A language without a model maps to null.
/// Spec: cardano-ledger <c>getLanguageView</c>, <c>encodeLangViews</c>.
/// </remarks>
internal readonly record struct LanguageViews(bool HasV1, bool HasV2, bool HasV3)
{
    private const byte NumberOfV1 = 0;
    private const byte NumberOfV2 = 1;
    private const byte NumberOfV3 = 2;

    public bool IsEmpty => !HasV1 && !HasV2 && !HasV3;

    public static LanguageViews Of(TransactionContext context) => context.Scripts.Needed.Count == 0
        ? default
        : new LanguageViews(
            context.Scripts.Uses(ScriptLanguage.PlutusV1),
            context.Scripts.Uses(ScriptLanguage.PlutusV2),
            context.Scripts.Uses(ScriptLanguage.PlutusV3));

    public byte[] Encode(ProtocolParameters parameters)
    {
        CborWriter writer = new();
        writer.WriteMapStart((HasV1 ? 1 : 0) + (HasV2 ? 1 : 0) + (HasV3 ? 1 : 0));
        if (HasV2)
            WriteDefinite(writer, NumberOfV2, parameters);
        if (HasV3)
            WriteDefinite(writer, NumberOfV3, parameters);
        if (HasV1)
        {
            writer.WriteBytes([NumberOfV1]);
            writer.WriteBytes(EncodeV1(parameters));
        }
        return writer.ToArray();
    }

    private static void WriteDefinite(CborWriter writer, byte language, ProtocolParameters parameters)
    {
        writer.WriteUInt64(language);
        if (parameters.CostModelOf(language) is not { } model)
        {
            writer.WriteNull();
            return;
        }
        writer.WriteArrayStart(model.Costs.Length);
        foreach (long cost in model.Costs)
            writer.WriteInt64(cost);
    }

    private static byte[] EncodeV1(ProtocolParameters parameters)
    {
        CborWriter writer = new();
        if (parameters.CostModelOf(NumberOfV1) is not { } model)
        {
            writer.WriteNull();
            return writer.ToArray();
        }
        writer.WriteIndefiniteArrayStart();
        foreach (long cost in model.Costs)
            writer.WriteInt64(cost);
        writer.WriteBreak();
        return writer.ToArray();
    }
}
