namespace PoolTopology.Ledger.Transactions;

/// <summary>A certificate by its place on the chain.</summary>
/// <remarks>Units: absolute slot; index of the transaction in its block; index of the certificate in it.</remarks>
public readonly record struct ChainPointer(ulong Slot, ulong TransactionIndex, ulong CertificateIndex)
    : IComparable<ChainPointer>
{
    /// <inheritdoc/>
    public int CompareTo(ChainPointer other)
    {
        int order = Slot.CompareTo(other.Slot);
        if (order == 0)
            order = TransactionIndex.CompareTo(other.TransactionIndex);
        return order != 0 ? order : CertificateIndex.CompareTo(other.CertificateIndex);
    }

    /// <summary>Earlier on the chain.</summary>
    public static bool operator <(ChainPointer left, ChainPointer right) => left.CompareTo(right) < 0;

    /// <summary>Later on the chain.</summary>
    public static bool operator >(ChainPointer left, ChainPointer right) => left.CompareTo(right) > 0;

    /// <summary>Not later on the chain.</summary>
    public static bool operator <=(ChainPointer left, ChainPointer right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier on the chain.</summary>
    public static bool operator >=(ChainPointer left, ChainPointer right) => left.CompareTo(right) >= 0;
}
