using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Tests.Rules;

/// <summary>A transaction to be encoded, signed and decoded.</summary>
internal sealed class TransactionSketch
{
    public Era Era { get; set; } = Era.Babbage;

    public List<TransactionInput> Inputs { get; } = [];

    public List<TransactionInput> Collateral { get; } = [];

    public List<TransactionInput> References { get; } = [];

    public List<OutputSketch> Outputs { get; } = [];

    public ulong Fee { get; set; }

    public ulong? ValidFrom { get; set; }

    public ulong? ValidTo { get; set; }

    public List<byte[]> Certificates { get; } = [];

    public List<(RewardAccount Account, ulong Amount)> Withdrawals { get; } = [];

    public byte[]? Update { get; set; }

    public Hash32? AuxiliaryDataHash { get; set; }

    public AssetBundle Mint { get; set; } = AssetBundle.Empty;

    public Hash32? ScriptDataHash { get; set; }

    public List<Hash28> RequiredSigners { get; } = [];

    public ulong? Network { get; set; }

    public OutputSketch? CollateralReturn { get; set; }

    public ulong? TotalCollateral { get; set; }

    public List<TestKey> Signers { get; } = [];

    public List<byte[]> Bootstraps { get; } = [];

    public List<Script> Scripts { get; } = [];

    public List<byte[]> Datums { get; } = [];

    public List<(RedeemerTag Tag, uint Index, ulong Memory, ulong Steps)> Redeemers { get; } = [];

    public byte[]? Auxiliary { get; set; }

    public bool IsValid { get; set; } = true;

    public Transaction Build()
    {
        byte[] body = Cbor.Map(Body());
        byte[] witnesses = Cbor.Map(Witnesses(Digest.Blake2b256(body)));
        byte[] auxiliary = Auxiliary ?? [0xf6];
        return Transaction.Decode(Era, Era < Era.Alonzo
            ? Cbor.Array([body, witnesses, auxiliary])
            : Cbor.Array([body, witnesses, [IsValid ? (byte)0xf5 : (byte)0xf4], auxiliary]));
    }

    private List<(byte[], byte[])> Body()
    {
        List<(byte[], byte[])> fields = [];
        Add(fields, 0, EncodeInputs(Inputs));
        Add(fields, 1, Cbor.Array([.. Outputs.Select(output => output.Encode(Era))]));
        Add(fields, 2, Cbor.UInt(Fee));
        AddIf(fields, 3, ValidTo, Cbor.UInt);
        AddSome(fields, 4, Certificates);
        if (Withdrawals.Count > 0)
        {
            Add(fields, 5, Cbor.Map(
                [.. Withdrawals.Select(it => (Cbor.Bytes(it.Account.ToArray()), Cbor.UInt(it.Amount)))]));
        }
        if (Update is not null)
            Add(fields, 6, Update);
        AddIf(fields, 7, AuxiliaryDataHash, hash => Cbor.Bytes(hash.ToArray()));
        AddIf(fields, 8, ValidFrom, Cbor.UInt);
        if (!Mint.IsEmpty)
            Add(fields, 9, OutputSketch.EncodeAssets(Mint, isMint: true));
        AddIf(fields, 11, ScriptDataHash, hash => Cbor.Bytes(hash.ToArray()));
        AddSome(fields, 13, [.. Collateral.Select(Input)]);
        AddSome(fields, 14, [.. RequiredSigners.Select(signer => Cbor.Bytes(signer.ToArray()))]);
        AddIf(fields, 15, Network, Cbor.UInt);
        if (CollateralReturn is not null)
            Add(fields, 16, CollateralReturn.Encode(Era));
        AddIf(fields, 17, TotalCollateral, Cbor.UInt);
        AddSome(fields, 18, [.. References.Select(Input)]);
        return fields;
    }

    private List<(byte[], byte[])> Witnesses(Hash32 id)
    {
        List<(byte[], byte[])> fields = [];
        AddSome(fields, 0,
            [.. Signers.Select(key => Cbor.Array([Cbor.Bytes(key.PublicKey), Cbor.Bytes(key.Sign(id))]))]);
        AddSome(fields, 1, [.. OfLanguage(ScriptLanguage.Native).Select(script => script.Bytes.ToArray())]);
        AddSome(fields, 2, Bootstraps);
        AddSome(fields, 3, [.. OfLanguage(ScriptLanguage.PlutusV1).Select(script => Cbor.Bytes(script.Bytes.Span))]);
        AddSome(fields, 4, Datums);
        AddSome(fields, 5, [.. Redeemers.Select(it => Cbor.Array(
        [
            Cbor.UInt((ulong)it.Tag),
            Cbor.UInt(it.Index),
            Cbor.UInt(0),
            Cbor.Array([Cbor.UInt(it.Memory), Cbor.UInt(it.Steps)]),
        ]))]);
        AddSome(fields, 6, [.. OfLanguage(ScriptLanguage.PlutusV2).Select(script => Cbor.Bytes(script.Bytes.Span))]);
        return fields;
    }

    private IEnumerable<Script> OfLanguage(ScriptLanguage language) =>
        Scripts.Where(script => script.Language == language);

    private static byte[] EncodeInputs(List<TransactionInput> inputs) => Cbor.Array([.. inputs.Select(Input)]);

    private static byte[] Input(TransactionInput input) =>
        Cbor.Array([Cbor.Bytes(input.TransactionId.ToArray()), Cbor.UInt(input.Index)]);

    private static void Add(List<(byte[], byte[])> fields, ulong key, byte[] value) =>
        fields.Add((Cbor.UInt(key), value));

    private static void AddSome(List<(byte[], byte[])> fields, ulong key, List<byte[]> items)
    {
        if (items.Count > 0)
            Add(fields, key, Cbor.Array(items));
    }

    private static void AddIf<T>(List<(byte[], byte[])> fields, ulong key, T? value, Func<T, byte[]> encode)
        where T : struct
    {
        if (value is T present)
            Add(fields, key, encode(present));
    }
}
