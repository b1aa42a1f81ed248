using System.Numerics;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>A CBOR reader that knows the era and hands out slices of the bytes that it reads.</summary>
/// <remarks>
/// Spec: cardano-ledger reads blocks and transactions with the lowest protocol version of their era; what its decoders
/// make conditional on version 9 is here conditional on Conway.
/// </remarks>
internal ref struct TransactionReader
{
    /// <summary>The reader; the decoders move it.</summary>
    public CborReader Cbor;

    private const ulong RationalTag = 30;
    private const ulong EncodedCborTag = 24;
    private const ulong SetTag = 258;
    private const int NestedIntegerSizeBytesMax = 1024;

    private readonly ReadOnlyMemory<byte> _bytes;

    public TransactionReader(Era era, ReadOnlyMemory<byte> bytes)
        : this(era, bytes, new CborReader(bytes.Span), isGrammarOnly: false)
    {
    }

    /// <summary>Starts at a position in the bytes, which errors and slices count from the first.</summary>
    public TransactionReader(Era era, ReadOnlyMemory<byte> bytes, int position)
        : this(era, bytes, new CborReader(bytes.Span).Within(position, bytes.Length - position), isGrammarOnly: false)
    {
    }

    private TransactionReader(Era era, ReadOnlyMemory<byte> bytes, CborReader cbor, bool isGrammarOnly)
    {
        Era = era;
        IsGrammarOnly = isGrammarOnly;
        _bytes = bytes;
        Cbor = cbor;
    }

    public Era Era { get; }

    /// <summary>
    /// Only what the CDDL says counts: what stands for an address, account or share may be anything of its type.
    /// </summary>
    public bool IsGrammarOnly { get; }

    /// <summary>A reader for the grammar alone; what it reads is for nobody.</summary>
    public static TransactionReader OfGrammar(Era era, ReadOnlyMemory<byte> bytes) =>
        new(era, bytes, new CborReader(bytes.Span), isGrammarOnly: true);

    /// <summary>Conway's decoders refuse what the earlier ones let pass: duplicates, empty fields, zeroes.</summary>
    public readonly bool IsStrict => Era >= Era.Conway;

    public readonly int Position => Cbor.Position;

    /// <summary>The bytes from a position to here.</summary>
    public readonly ReadOnlyMemory<byte> Since(int position) => _bytes[position..Cbor.Position];

    public readonly void ExpectEnd() => Cbor.ExpectEnd();

    /// <summary>Reads a byte string without a copy.</summary>
    public ReadOnlyMemory<byte> ReadBytes()
    {
        int length = Cbor.ReadBytes().Length;
        return _bytes.Slice(Cbor.Position - length, length);
    }

    /// <summary>Reads a byte string of a given size without a copy.</summary>
    public ReadOnlyMemory<byte> ReadBytes(int sizeBytes)
    {
        Cbor.ReadBytes(sizeBytes);
        return _bytes.Slice(Cbor.Position - sizeBytes, sizeBytes);
    }

    /// <summary>Consumes one whole item, whatever it is, and returns its bytes.</summary>
    public ReadOnlyMemory<byte> ReadItem()
    {
        int start = Cbor.Position;
        Cbor.Skip();
        return Since(start);
    }

    public Coin ReadCoin() => new(Cbor.ReadUInt64());

    public Slot ReadSlot() => new(Cbor.ReadUInt64());

    public EpochNo ReadEpoch() => new(Cbor.ReadUInt64());

    public Hash28 ReadHash28() => Cbor.ReadHash28();

    public Hash32 ReadHash32() => Cbor.ReadHash32();

    public Credential ReadCredential() => Credential.Read(ref Cbor);

    public RewardAccount ReadRewardAccount()
    {
        int at = Cbor.Position;
        ReadOnlySpan<byte> bytes = Cbor.ReadBytes();
        if (RewardAccount.IsAccount(bytes))
            return RewardAccount.Parse(bytes);
        // For the grammar, different bytes must stay different.
        return IsGrammarOnly
            ? new RewardAccount(default, Credential.OfKey(Digest.Blake2b224(bytes)))
            : throw new CborException(at, "a reward account", $"{bytes.Length} bytes that are none");
    }

    public TransactionInput ReadInput()
    {
        bool isIndefinite = Cbor.StartRecord(2);
        TransactionInput input = new(Cbor.ReadHash32(), Cbor.ReadUInt16());
        Cbor.EndRecord(isIndefinite);
        return input;
    }

    public ProtocolVersion ReadProtocolVersion()
    {
        bool isIndefinite = Cbor.StartRecord(2);
        int at = Cbor.Position;
        ulong major = Cbor.ReadUInt64();
        if (major > ProtocolVersion.DeclaredMajorMax)
            throw new CborException(at, $"a protocol version of at most {ProtocolVersion.DeclaredMajorMax}", $"{major}");
        ProtocolVersion version = new(major, Cbor.ReadUInt32());
        Cbor.EndRecord(isIndefinite);
        return version;
    }

    /// <summary>Reads text of at most so many bytes in UTF-8: 64, from Conway on 128.</summary>
    public string ReadAddressText()
    {
        int at = Cbor.Position;
        int sizeBytesMax = IsStrict ? 128 : 64;
        string text = Cbor.ReadText();
        int sizeBytes = System.Text.Encoding.UTF8.GetByteCount(text);
        return sizeBytes <= sizeBytesMax
            ? text
            : throw new CborException(at, $"text of at most {sizeBytesMax} bytes", $"one of {sizeBytes}");
    }

    /// <summary>Reads an exact fraction from 0 to 1.</summary>
    public Rational ReadUnitInterval()
    {
        int at = Cbor.Position;
        Rational value = ReadNonNegativeInterval();
        return value <= Rational.One || IsGrammarOnly ? value : throw new CborException(at, "a fraction of at most 1", $"{value}");
    }

    /// <summary>Reads an exact fraction of zero or more.</summary>
    public Rational ReadNonNegativeInterval()
    {
        int at = Cbor.Position;
        Cbor.ReadTag(RationalTag);
        bool isIndefinite = Cbor.StartRecord(2);
        BigInteger numerator = ReadInteger();
        BigInteger denominator = ReadInteger();
        Cbor.EndRecord(isIndefinite);
        if (denominator.IsZero)
            throw new CborException(at, "a fraction", "one with denominator 0");
        Rational value = new(numerator, denominator);
        return value.Sign >= 0 && value.Numerator <= ulong.MaxValue && value.Denominator <= ulong.MaxValue
            ? value
            : throw new CborException(at, "a fraction of zero or more in 64 bits", $"{value}");
    }

    /// <summary>Reads an integer of any size: of major type 0 or 1, or a bignum.</summary>
    public BigInteger ReadInteger()
    {
        int at = Cbor.Position;
        switch (Cbor.PeekType())
        {
            case CborMajorType.UnsignedInteger:
                return Cbor.ReadUInt64();
            case CborMajorType.NegativeInteger:
                return BigInteger.MinusOne - Cbor.ReadNegativeArgument();
            default:
                ulong tag = Cbor.ReadTag();
                if (tag is not (2 or 3))
                    throw new CborException(at, "an integer", $"tag {tag}");
                ReadOnlySpan<byte> bytes = Cbor.ReadBytes();
                if (bytes.Length > NestedIntegerSizeBytesMax)
                    throw new CborException(at, $"an integer of at most {NestedIntegerSizeBytesMax} bytes", "a longer one");
                BigInteger value = new(bytes, isUnsigned: true, isBigEndian: true);
                return tag == 2 ? value : BigInteger.MinusOne - value;
        }
    }

    /// <summary>Consumes the tag of sets where the era allows it.</summary>
    public void SkipSetTag()
    {
        if (!IsStrict || Cbor.PeekType() != CborMajorType.Tag)
            return;
        Cbor.ReadTag(SetTag);
    }

    /// <summary>Reads the key of a map of numbered fields, each at most once.</summary>
    public int ReadFieldKey(ref ulong seen)
    {
        int at = Cbor.Position;
        ulong key = Cbor.ReadUInt64();
        if (key >= 64)
            throw new CborException(at, "the key of a field", $"key {key}");
        if ((seen & (1UL << (int)key)) != 0)
            throw new CborException(at, "each field once", $"key {key} again");
        seen |= 1UL << (int)key;
        return (int)key;
    }

    /// <summary>Refuses the key that was read last.</summary>
    public readonly CborException UnknownField(int at, int key) =>
        new(at, $"the key of a field of {Era}", $"key {key}");

    /// <summary>Refuses a container that may be absent but not empty.</summary>
    public readonly void RequireAny(int count, int at, string what)
    {
        if (IsStrict && count == 0)
            throw new CborException(at, $"at least one of the {what}", "none");
    }

    /// <summary>Reads CBOR within tagged CBOR: a reader of the inner bytes that stands at their first.</summary>
    public TransactionReader ReadNested()
    {
        Cbor.ReadTag(EncodedCborTag);
        int length = Cbor.ReadBytes().Length;
        return new TransactionReader(Era, _bytes, Cbor.Within(Cbor.Position - length, length), IsGrammarOnly);
    }
}
