using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions.Decoding;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions;

/// <summary>Money that a transaction puts somewhere, as a view over its own bytes.</summary>
/// <remarks>
/// Shape: CBOR <c>[address, value, ? datum hash]</c>, from Babbage on also <c>{0: address, 1: value, ? 2: datum,
/// ? 3: script}</c>.
/// Invariant: the bytes were checked when the output was decoded, so the properties never fail.
/// Cost: <see cref="Address"/>, <see cref="Datum"/> and, after <see cref="DetachedCopy"/>, the assets of
/// <see cref="Value"/> are read from the bytes at each call.
/// </remarks>
public sealed class TransactionOutput
{
    private readonly OutputLayout _layout;
    private readonly AssetBundle? _assets;

    internal TransactionOutput(
        ReadOnlyMemory<byte> bytes, in OutputLayout layout, AssetBundle? assets, Script? referenceScript)
    {
        Bytes = bytes;
        _layout = layout;
        _assets = assets;
        ReferenceScript = referenceScript;
    }

    /// <summary>The output as received: what its size is measured of.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The bytes of the address.</summary>
    public ReadOnlyMemory<byte> AddressBytes => Bytes.Slice(_layout.AddressAt, _layout.AddressLength);

    /// <summary>The address.</summary>
    public Address Address => AddressParser.Parse(AddressBytes.Span, _layout.Leniency);

    /// <summary>The lovelace.</summary>
    public Coin Coin => new(_layout.Lovelace);

    /// <summary>Has native assets.</summary>
    public bool HasAssets => _layout.AssetsAt != 0;

    /// <summary>The native assets.</summary>
    public AssetBundle Assets =>
        _assets ?? (HasAssets ? OutputDecoder.ReadAssets(Bytes.Span[_layout.AssetsAt..]) : AssetBundle.Empty);

    /// <summary>Lovelace and assets.</summary>
    public Value Value => new(Coin, Assets);

    /// <summary>The value's own CBOR, whose size is bounded by a rule.</summary>
    public ReadOnlyMemory<byte> ValueBytes => Bytes.Slice(_layout.ValueAt, _layout.ValueLength);

    /// <summary>The datum or its hash.</summary>
    public Datum Datum => _layout.DatumKind switch
    {
        OutputDatumKind.Hash => new Datum.OfHash(DatumHash!.Value),
        OutputDatumKind.Inline => new Datum.Inline(Bytes.Slice(_layout.DatumAt, _layout.DatumLength)),
        _ => Datum.None,
    };

    /// <summary>The datum's hash where the output carries only that; null otherwise.</summary>
    public Hash32? DatumHash => _layout.DatumKind == OutputDatumKind.Hash
        ? new Hash32(Bytes.Span.Slice(_layout.DatumAt, Hash32.SizeBytes))
        : null;

    /// <summary>Carries the datum itself.</summary>
    public bool HasInlineDatum => _layout.DatumKind == OutputDatumKind.Inline;

    /// <summary>The script that spenders of other outputs may refer to.</summary>
    public Script? ReferenceScript { get; }

    /// <summary>Is in Babbage's map format.</summary>
    public bool IsMapFormat => _layout.IsMapFormat;

    /// <summary>Which flaws of the address were let pass.</summary>
    internal AddressLeniency Leniency => _layout.Leniency;

    /// <summary>Reads one output and nothing after it.</summary>
    /// <exception cref="CborException">The bytes are not an output of that era.</exception>
    public static TransactionOutput Decode(Era era, ReadOnlyMemory<byte> bytes)
    {
        TransactionReader reader = new(era, bytes);
        TransactionOutput output = OutputDecoder.Read(ref reader);
        reader.ExpectEnd();
        return output;
    }

    /// <summary>An output of lovelace alone, in the array format.</summary>
    public static TransactionOutput OfCoin(ReadOnlySpan<byte> address, Coin coin) =>
        OutputDecoder.Encode(address, coin);

    /// <summary>The same output over a copy of its bytes, so that it does not keep the bytes of its block.</summary>
    public TransactionOutput DetachedCopy()
    {
        byte[] copy = Bytes.ToArray();
        Script? script = ReferenceScript is Script of && _layout.ScriptAt != 0
            ? of.At(copy.AsMemory(_layout.ScriptAt, of.Bytes.Length))
            : null;
        return new TransactionOutput(copy, _layout, null, script);
    }
}
