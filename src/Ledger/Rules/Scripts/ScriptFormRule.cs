using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A Plutus script in the witnesses is none.</summary>
    public sealed record MalformedScriptWitness(Hash28 ScriptHash) : LedgerError;

    /// <summary>A Plutus script that an output would carry is none.</summary>
    public sealed record MalformedReferenceScript(Hash28 ScriptHash) : LedgerError;
}

/// <summary>Plutus scripts in witnesses and outputs are well-formed, as far as can be told from outside.</summary>
/// <remarks>
/// Checked: the script is a CBOR byte string of definite length. Not checked: that its content is a program in the flat
/// encoding, with built-ins that its language and the protocol version know; that takes a decoder of Plutus.
/// Spec: cardano-ledger <c>validateScriptsWellFormed</c>, Plutus <c>deserialiseScript</c>.
/// </remarks>
internal static class ScriptFormRule
{
    public static LedgerError? CheckWitnesses(TransactionContext context)
    {
        foreach (Script script in context.Witnesses.Scripts)
        {
            if (!IsWellFormed(script))
                return new LedgerError.MalformedScriptWitness(script.Hash);
        }
        return null;
    }

    public static LedgerError? CheckReferences(TransactionContext context)
    {
        foreach (TransactionOutput output in context.AllOutputs)
        {
            if (output.ReferenceScript is { } script && !IsWellFormed(script))
                return new LedgerError.MalformedReferenceScript(script.Hash);
        }
        return null;
    }

    /// <summary>Native scripts are well-formed since they were decoded; others when they look like a program.</summary>
    public static bool IsWellFormed(Script script) =>
        script.Language == ScriptLanguage.Native || StartsWithByteString(script.Bytes.Span);

    // A definite byte string that is not empty: what follows it is passed over before Conway. The reader would throw,
    // and a malformed script is an answer here.
    private static bool StartsWithByteString(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] >> 5 != (int)CborMajorType.ByteString)
            return false;
        int length = bytes[0] & 0x1f;
        int lengthBytes = length < 24 ? 0 : length <= 27 ? 1 << (length - 24) : -1;
        if (lengthBytes < 0 || bytes.Length < 1 + lengthBytes)
            return false;
        ulong size = (ulong)(lengthBytes == 0 ? length : 0);
        foreach (byte part in bytes.Slice(1, lengthBytes))
            size = (size << 8) | part;
        return size > 0 && size <= (ulong)(bytes.Length - 1 - lengthBytes);
    }
}
