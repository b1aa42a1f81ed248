using PoolTopology.Crypto.Blake2;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>A script of any language, as bytes.</summary>
/// <remarks>
/// Shape: a native script's own CBOR as received, or the byte string that holds a Plutus script, without its head.
/// Cost: the hash is computed once, when the script is made.
/// Spec: cardano-ledger <c>hashScript</c>: BLAKE2b-224 of the language's byte and the bytes.
/// </remarks>
public sealed class Script
{
    /// <summary>Takes a Plutus script; its bytes must not be written to any more.</summary>
    public Script(ScriptLanguage language, ReadOnlyMemory<byte> bytes)
    {
        Invariant.Require(language != ScriptLanguage.Native, "a native script is made from its tree");
        Language = language;
        Bytes = bytes;
        Hash = HashOf(language, bytes.Span);
    }

    /// <summary>Takes a native script and the CBOR that it was read from.</summary>
    public Script(NativeScript native, ReadOnlyMemory<byte> bytes)
    {
        Language = ScriptLanguage.Native;
        Native = native;
        Bytes = bytes;
        Hash = HashOf(ScriptLanguage.Native, bytes.Span);
    }

    private Script(Script original, ReadOnlyMemory<byte> copy)
    {
        Language = original.Language;
        Native = original.Native;
        Hash = original.Hash;
        Bytes = copy;
    }

    /// <summary>The language.</summary>
    public ScriptLanguage Language { get; }

    /// <summary>The script.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The tree of a native script; null in the other languages.</summary>
    public NativeScript? Native { get; }

    /// <summary>The script's name: its policy id and credential.</summary>
    public Hash28 Hash { get; }

    // The same script over a copy of its bytes, without hashing again.
    internal Script At(ReadOnlyMemory<byte> copy) => new(this, copy);

    /// <summary>BLAKE2b-224 of the language's byte and the bytes.</summary>
    public static Hash28 HashOf(ScriptLanguage language, ReadOnlySpan<byte> bytes)
    {
        Blake2bHasher hasher = new(Hash28.SizeBytes);
        hasher.Append([(byte)language]);
        hasher.Append(bytes);
        Span<byte> hash = stackalloc byte[Hash28.SizeBytes];
        hasher.Finish(hash);
        return new Hash28(hash);
    }
}
