namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>How an output carries its datum.</summary>
internal enum OutputDatumKind : byte
{
    None,
    Hash,
    Inline,
}
