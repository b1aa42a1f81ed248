using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Tests.Rules;

/// <summary>An output to be encoded.</summary>
internal sealed record OutputSketch(byte[] Address, ulong Coin)
{
    public AssetBundle Assets { get; init; } = AssetBundle.Empty;

    public Hash32? DatumHash { get; init; }

    public byte[]? InlineDatum { get; init; }

    public Script? ReferenceScript { get; init; }

    public byte[] Encode(Era era) => era < Era.Babbage ? EncodeArray() : EncodeMap();

    public static byte[] EncodeAssets(AssetBundle assets, bool isMint) => Cbor.Map(
        [.. assets.Amounts.ToArray().GroupBy(amount => amount.Policy).Select(policy => (
            Cbor.Bytes(policy.Key.ToArray()),
            Cbor.Map([.. policy.Select(amount => (
                Cbor.Bytes(amount.Name.ToArray()),
                isMint ? Cbor.Int((long)amount.Quantity) : Cbor.UInt((ulong)amount.Quantity)))])))]);

    private byte[] EncodeValue() => Assets.IsEmpty
        ? Cbor.UInt(Coin)
        : Cbor.Array([Cbor.UInt(Coin), EncodeAssets(Assets, isMint: false)]);

    private byte[] EncodeArray()
    {
        List<byte[]> items = [Cbor.Bytes(Address), EncodeValue()];
        if (DatumHash is Hash32 hash)
            items.Add(Cbor.Bytes(hash.ToArray()));
        return Cbor.Array(items);
    }

    private byte[] EncodeMap()
    {
        List<(byte[], byte[])> entries = [(Cbor.UInt(0), Cbor.Bytes(Address)), (Cbor.UInt(1), EncodeValue())];
        if (DatumHash is Hash32 hash)
            entries.Add((Cbor.UInt(2), Cbor.Array([Cbor.UInt(0), Cbor.Bytes(hash.ToArray())])));
        if (InlineDatum is not null)
            entries.Add((Cbor.UInt(2), Cbor.Array([Cbor.UInt(1), Cbor.Tag(24, Cbor.Bytes(InlineDatum))])));
        if (ReferenceScript is not null)
            entries.Add((Cbor.UInt(3), Cbor.Tag(24, Cbor.Bytes(EncodeScript(ReferenceScript)))));
        return Cbor.Map(entries);
    }

    private static byte[] EncodeScript(Script script) => Cbor.Array(
    [
        Cbor.UInt((ulong)script.Language),
        script.Language == ScriptLanguage.Native ? script.Bytes.ToArray() : Cbor.Bytes(script.Bytes.Span),
    ]);
}
