using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Who may spend or withdraw: the holder of a key, or whoever satisfies a script.</summary>
/// <remarks>
/// Shape: CBOR <c>[0, key hash]</c> or <c>[1, script hash]</c>.
/// The order is the reference's (<c>Ord (Credential r)</c>): scripts before keys, then the bytes of the hash.
/// </remarks>
public readonly record struct Credential(Hash28 Hash, bool IsScript) : IComparable<Credential>
{
    /// <summary>The credential of a key, from the hash of its verification key.</summary>
    public static Credential OfKey(Hash28 keyHash) => new(keyHash, IsScript: false);

    /// <summary>The credential of a script, from its hash.</summary>
    public static Credential OfScript(Hash28 scriptHash) => new(scriptHash, IsScript: true);

    /// <inheritdoc/>
    public int CompareTo(Credential other) =>
        IsScript == other.IsScript ? Hash.CompareTo(other.Hash) : IsScript ? -1 : 1;

    /// <summary>Earlier in order.</summary>
    public static bool operator <(Credential left, Credential right) => left.CompareTo(right) < 0;

    /// <summary>Later in order.</summary>
    public static bool operator >(Credential left, Credential right) => left.CompareTo(right) > 0;

    /// <summary>Not later in order.</summary>
    public static bool operator <=(Credential left, Credential right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in order.</summary>
    public static bool operator >=(Credential left, Credential right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => (IsScript ? "script " : "key ") + Hash;

    internal static Credential Read(ref CborReader reader)
    {
        bool isIndefinite = reader.StartRecord(2);
        int at = reader.Position;
        ulong kind = reader.ReadUInt64();
        if (kind > 1)
            throw new CborException(at, "0 for a key or 1 for a script", $"{kind}");
        Credential credential = new(reader.ReadHash28(), kind == 1);
        reader.EndRecord(isIndefinite);
        return credential;
    }
}
