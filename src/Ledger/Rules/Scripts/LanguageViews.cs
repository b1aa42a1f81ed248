using System.Buffers;
using PoolTopology.Ledger.Parameters;
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

    /// <summary>Writes the map.</summary>
    public ReadOnlySpan<byte> Encode(ProtocolParameters parameters)
    {
        ArrayBufferWriter<byte> bytes = new();
        CborWriter writer = new(bytes);
        writer.WriteMapStart((HasV1 ? 1 : 0) + (HasV2 ? 1 : 0) + (HasV3 ? 1 : 0));
        if (HasV2)
        {
            writer.WriteUInt64(NumberOfV2);
            WriteModel(writer, parameters.CostModelOf(NumberOfV2), isIndefinite: false);
        }
        if (HasV3)
        {
            writer.WriteUInt64(NumberOfV3);
            WriteModel(writer, parameters.CostModelOf(NumberOfV3), isIndefinite: false);
        }
        if (HasV1)
        {
            ArrayBufferWriter<byte> model = new();
            WriteModel(new CborWriter(model), parameters.CostModelOf(NumberOfV1), isIndefinite: true);
            writer.WriteBytes([NumberOfV1]);
            writer.WriteBytes(model.WrittenSpan);
        }
        return bytes.WrittenSpan;
    }

    private static void WriteModel(CborWriter writer, CostModel? model, bool isIndefinite)
    {
        if (model is null)
        {
            writer.WriteNull();
            return;
        }
        if (isIndefinite)
            writer.WriteIndefiniteArrayStart();
        else
            writer.WriteArrayStart(model.Costs.Length);
        foreach (long cost in model.Costs)
            writer.WriteInt64(cost);
        if (isIndefinite)
            writer.WriteBreak();
    }
}
