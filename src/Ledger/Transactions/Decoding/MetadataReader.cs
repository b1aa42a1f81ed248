using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Checks that CBOR is a map of metadata, without taking it apart.</summary>
/// <remarks>
/// Labels are 64-bit; values are integers of 64 bits with their sign apart, byte and text strings of definite or
/// indefinite length, arrays and maps of any keys. Any nesting is followed, without recursion.
/// Spec: cardano-ledger <c>Cardano.Ledger.Metadata</c>, <c>decodeMetadatum</c>: lengths are checked by a rule.
/// </remarks>
internal ref struct MetadataReader
{
    private const int StringSizeBytesMax = 64;

    private const long OpenList = -1;
    private const long OpenMap = -2;
    private const long OpenValue = -3;

    /// <summary>Some string is longer than the rule allows.</summary>
    public bool HasOversized { get; private set; }

    /// <summary>Consumes one map of labels and returns its bytes.</summary>
    public ReadOnlyMemory<byte> Read(ref TransactionReader reader)
    {
        int start = reader.Position;
        Collected<ulong> labels = default;
        int? count = reader.Cbor.ReadMapStart();
        while (reader.Cbor.HasNext(count, labels.Count))
        {
            labels.Add(reader.Cbor.ReadUInt64());
            SkipValue(ref reader.Cbor);
        }
        Sets.Normalise(ref labels, reader.IsStrict, start, "metadata labels");
        return reader.Since(start);
    }

    private void SkipValue(ref CborReader reader)
    {
        CborNesting open = default;
        do
        {
            SkipHead(ref reader, ref open);
        }
        while (!IsDone(ref reader, ref open));
    }

    private static bool IsDone(ref CborReader reader, ref CborNesting open)
    {
        while (open.Depth > 0)
        {
            ref long waiting = ref open.Top;
            if (waiting > 0)
            {
                waiting--;
                return false;
            }
            if (waiting == OpenValue)
            {
                waiting = OpenMap;
                return false;
            }
            if (waiting < 0 && !reader.TryReadBreak())
            {
                if (waiting == OpenMap)
                    waiting = OpenValue;
                return false;
            }
            open.Pop();
        }
        return true;
    }

    private void SkipHead(ref CborReader reader, ref CborNesting open)
    {
        switch (reader.PeekType())
        {
            case CborMajorType.UnsignedInteger:
                reader.ReadUInt64();
                break;
            case CborMajorType.NegativeInteger:
                reader.ReadNegativeArgument();
                break;
            case CborMajorType.ByteString:
                SkipBytes(ref reader);
                break;
            case CborMajorType.TextString:
                SkipText(ref reader);
                break;
            case CborMajorType.Array:
                open.Push(reader.ReadArrayStart() ?? OpenList);
                break;
            case CborMajorType.Map:
                open.Push(reader.ReadMapStart() is int count ? 2L * count : OpenMap);
                break;
            default:
                throw new CborException(reader.Position, "a metadatum", $"{reader.PeekType()}");
        }
    }

    private void SkipBytes(ref CborReader reader)
    {
        if (!reader.TryReadBytesStart())
        {
            Measure(reader.ReadBytes().Length);
            return;
        }
        long sum = 0;
        while (!reader.TryReadBreak())
            sum += reader.ReadBytes().Length;
        Measure(sum);
    }

    private void SkipText(ref CborReader reader)
    {
        if (!reader.TryReadTextStart())
        {
            Measure(reader.ReadUtf8().Length);
            return;
        }
        long sum = 0;
        while (!reader.TryReadBreak())
            sum += reader.ReadUtf8().Length;
        Measure(sum);
    }

    private void Measure(long sizeBytes) => HasOversized |= sizeBytes > StringSizeBytesMax;
}
