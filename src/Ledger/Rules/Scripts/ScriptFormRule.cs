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
    public static bool IsWellFormed(Script script)
    {
        if (script.Language == ScriptLanguage.Native)
            return true;
        try
        {
            CborReader reader = new(script.Bytes.Span);
            return !reader.ReadBytes().IsEmpty;
        }
        catch (CborException)
        {
            return false;
        }
    }
}
