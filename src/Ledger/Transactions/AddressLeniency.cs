namespace PoolTopology.Ledger.Transactions;

/// <summary>Which flaws of addresses an era's decoder lets pass.</summary>
[Flags]
internal enum AddressLeniency
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Pointers whose numbers leave their range: they count as 0.</summary>
    Pointers = 1,

    /// <summary>Bytes after a pointer address.</summary>
    TrailingBytes = 2,
}
