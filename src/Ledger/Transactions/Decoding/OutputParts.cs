namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>What a decoder has found of an output so far; places are counted as the reader counts.</summary>
internal ref struct OutputParts
{
    public int Start;
    public int AddressAt;
    public int AddressLength;
    public int ValueAt;
    public int ValueLength;
    public int AssetsAt;
    public int DatumAt;
    public int DatumLength;
    public int ScriptAt;
    public ulong Lovelace;
    public AssetBundle? Assets;
    public Script? Script;
    public AddressLeniency Leniency;
    public OutputDatumKind DatumKind;
    public bool IsMapFormat;

    public readonly TransactionOutput ToOutput(ReadOnlyMemory<byte> bytes)
    {
        OutputLayout layout = new()
        {
            Lovelace = Lovelace,
            AddressAt = AddressAt - Start,
            AddressLength = AddressLength,
            ValueAt = ValueAt - Start,
            ValueLength = ValueLength,
            AssetsAt = AssetsAt == 0 ? 0 : AssetsAt - Start,
            DatumAt = DatumKind == OutputDatumKind.None ? 0 : DatumAt - Start,
            DatumLength = DatumLength,
            ScriptAt = Script is null ? 0 : ScriptAt - Start,
            Leniency = Leniency,
            DatumKind = DatumKind,
            IsMapFormat = IsMapFormat,
        };
        return new TransactionOutput(bytes, layout, Assets, Script);
    }
}
