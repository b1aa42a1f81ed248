using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Checks that CBOR is plutus_data, without taking it apart.</summary>
/// <remarks>
/// Strings of definite length and chunks have at most 64 bytes. Any nesting is followed, without recursion.
/// Spec: plutus-core <c>PlutusCore.Data</c>, <c>decodeData</c>.
/// </remarks>
internal static class PlutusDataReader
{
    private const int ChunkSizeBytesMax = 64;

    // What an open container waits for: a count of items, or one of these for an indefinite length.
    private const long OpenList = -1;
    private const long OpenMap = -2;
    private const long OpenValue = -3;

    // An extended constructor of indefinite length: after its fields a break.
    private const long OpenConstructor = -4;

    /// <summary>Consumes one plutus_data and returns its bytes.</summary>
    public static ReadOnlyMemory<byte> Read(ref TransactionReader reader)
    {
        int start = reader.Position;
        Skip(ref reader.Cbor);
        return reader.Since(start);
    }

    /// <summary>Consumes one plutus_data.</summary>
    public static void Skip(ref CborReader reader)
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
            if (waiting < 0 && !EndsHere(ref reader, ref waiting))
                return false;
            open.Pop();
        }
        return true;
    }

    private static bool EndsHere(ref CborReader reader, ref long waiting)
    {
        if (waiting == OpenConstructor)
        {
            reader.EndRecord(isIndefinite: true);
            return true;
        }
        if (waiting == OpenValue)
        {
            waiting = OpenMap;
            return false;
        }
        if (reader.TryReadBreak())
            return true;
        if (waiting == OpenMap)
            waiting = OpenValue;
        return false;
    }

    private static void SkipHead(ref CborReader reader, ref CborNesting open)
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
            case CborMajorType.Array:
                open.Push(reader.ReadArrayStart() ?? OpenList);
                break;
            case CborMajorType.Map:
                open.Push(reader.ReadMapStart() is int count ? 2L * count : OpenMap);
                break;
            case CborMajorType.Tag:
                SkipTagged(ref reader, ref open);
                break;
            default:
                throw new CborException(reader.Position, "plutus data", $"{reader.PeekType()}");
        }
    }

    private static void SkipTagged(ref CborReader reader, ref CborNesting open)
    {
        int at = reader.Position;
        bool isInteger = reader.IsBignumNext;
        ulong tag = reader.ReadTag();
        switch (tag)
        {
            case 2 or 3 when isInteger:
                SkipBytes(ref reader);
                break;
            case 102:
                if (reader.StartRecord(2))
                    open.Push(OpenConstructor);
                reader.ReadUInt64();
                open.Push(reader.ReadArrayStart() ?? OpenList);
                break;
            case (>= 121 and <= 127) or (>= 1280 and <= 1400):
                open.Push(reader.ReadArrayStart() ?? OpenList);
                break;
            default:
                throw new CborException(at, "the tag of a constructor or integer", $"tag {tag}");
        }
    }

    private static void SkipBytes(ref CborReader reader)
    {
        int at = reader.Position;
        if (!reader.TryReadBytesStart())
        {
            RequireShort(reader.ReadBytes().Length, at);
            return;
        }
        while (!reader.TryReadBreak())
            RequireShort(reader.ReadBytes().Length, at);
    }

    private static void RequireShort(int sizeBytes, int at)
    {
        if (sizeBytes > ChunkSizeBytesMax)
            throw new CborException(at, $"bytes in chunks of at most {ChunkSizeBytesMax}", $"a chunk of {sizeBytes}");
    }
}
