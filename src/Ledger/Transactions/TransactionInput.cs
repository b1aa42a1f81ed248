using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Which output of which transaction.</summary>
/// <remarks>Shape: CBOR <c>[transaction id, index]</c>. The order is by id, then index.</remarks>
public readonly record struct TransactionInput(Hash32 TransactionId, ushort Index) : IComparable<TransactionInput>
{
    /// <inheritdoc/>
    public int CompareTo(TransactionInput other)
    {
        int order = TransactionId.CompareTo(other.TransactionId);
        return order != 0 ? order : Index.CompareTo(other.Index);
    }

    /// <summary>Earlier in order.</summary>
    public static bool operator <(TransactionInput left, TransactionInput right) => left.CompareTo(right) < 0;

    /// <summary>Later in order.</summary>
    public static bool operator >(TransactionInput left, TransactionInput right) => left.CompareTo(right) > 0;

    /// <summary>Not later in order.</summary>
    public static bool operator <=(TransactionInput left, TransactionInput right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in order.</summary>
    public static bool operator >=(TransactionInput left, TransactionInput right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => $"{TransactionId}#{Index}";
}
