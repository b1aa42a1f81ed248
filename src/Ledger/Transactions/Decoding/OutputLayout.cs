namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Where the parts of an output lie in its bytes, counted from its first; 0 says that a part is absent.</summary>
internal readonly record struct OutputLayout
{
    public ulong Lovelace { get; init; }

    public int AddressAt { get; init; }

    public int AddressLength { get; init; }

    public int ValueAt { get; init; }

    public int ValueLength { get; init; }

    /// <summary>The map of policies.</summary>
    public int AssetsAt { get; init; }

    /// <summary>The 32 bytes of the hash, or the plutus_data.</summary>
    public int DatumAt { get; init; }

    public int DatumLength { get; init; }

    /// <summary>The script's own bytes.</summary>
    public int ScriptAt { get; init; }

    public AddressLeniency Leniency { get; init; }

    public OutputDatumKind DatumKind { get; init; }

    public bool IsMapFormat { get; init; }
}
