using System.Buffers.Binary;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Network.Protocols.Machine;

/// <summary>Finds the end of one CBOR item whose bytes arrive in pieces.</summary>
/// <remarks>
/// Every byte is looked at once however small the pieces are: a peer that sends a message byte by byte costs us no more
/// than one that sends it whole. A string or count that cannot fit the limit is refused at its head.
/// </remarks>
internal sealed class CborItemScanner
{
    /// <summary>How deep items may nest. Messages need less than 10; what they carry is in byte strings.</summary>
    public const int DepthMax = 64;

    // Markers on the stack for open items of indefinite length; counts of definite ones are never negative.
    private const long OpenArray = -1;
    private const long OpenMapAtKey = -2;
    private const long OpenMapAtValue = -3;
    private const long OpenBytes = -4;
    private const long OpenText = -5;
    private const byte Break = 0xff;
    private const int IndefiniteInfo = 31;

    private readonly long[] _open = new long[DepthMax];
    private int _depth;
    private int _position;

    public CborItemScanner() => Reset();

    /// <summary>Begins a new item.</summary>
    public void Reset()
    {
        _position = 0;
        _depth = 1;
        _open[0] = 1;
    }

    /// <summary>Goes on where it stopped.</summary>
    /// <param name="item">The item's bytes from its first; those that were given before are the same.</param>
    /// <param name="bytesMax">The longest item that is allowed.</param>
    /// <param name="length">The item's length when it is complete.</param>
    public ScanOutcome Scan(ReadOnlySpan<byte> item, int bytesMax, out int length)
    {
        length = 0;
        while (true)
        {
            while (_depth > 0 && _open[_depth - 1] == 0)
                _depth--;
            if (_position > bytesMax)
                return ScanOutcome.TooLarge;
            if (_depth == 0)
            {
                // A string is stepped over before its bytes are there.
                length = _position;
                return _position <= item.Length ? ScanOutcome.Complete : ScanOutcome.Incomplete;
            }
            if (_position >= item.Length)
                return item.Length > bytesMax ? ScanOutcome.TooLarge : ScanOutcome.Incomplete;
            ScanOutcome step = Step(item, bytesMax);
            if (step != ScanOutcome.Complete)
                return step;
        }
    }

    private ScanOutcome Step(ReadOnlySpan<byte> item, int bytesMax)
    {
        byte head = item[_position];
        if (head == Break)
        {
            CloseIndefinite();
            return ScanOutcome.Complete;
        }
        CborMajorType type = (CborMajorType)(head >> 5);
        int info = head & 0x1f;
        RequireChunk(type, info);
        if (info == IndefiniteInfo)
        {
            CountElement();
            Push(type switch
            {
                CborMajorType.Array => OpenArray,
                CborMajorType.Map => OpenMapAtKey,
                CborMajorType.ByteString => OpenBytes,
                CborMajorType.TextString => OpenText,
                _ => throw new CborException(_position, "an item", "an indefinite length that has no meaning here"),
            });
            _position++;
            return ScanOutcome.Complete;
        }
        int argumentBytes = info switch { < 24 => 0, 24 => 1, 25 => 2, 26 => 4, 27 => 8, _ => -1 };
        if (argumentBytes < 0)
            throw new CborException(_position, "a valid length of the head", $"reserved value {info}");
        if (item.Length - _position - 1 < argumentBytes)
            return ScanOutcome.Incomplete;
        ulong argument = ReadArgument(item[(_position + 1)..], info, argumentBytes);
        return Enter(type, argument, 1 + argumentBytes, bytesMax);
    }

    private ScanOutcome Enter(CborMajorType type, ulong argument, int headBytes, int bytesMax)
    {
        bool isSized = type is CborMajorType.ByteString or CborMajorType.TextString
            or CborMajorType.Array or CborMajorType.Map;
        if (isSized && argument > (ulong)bytesMax)
            return ScanOutcome.TooLarge;
        CountElement();
        _position += headBytes;
        switch (type)
        {
            case CborMajorType.ByteString or CborMajorType.TextString:
                if ((long)argument > (long)bytesMax - _position)
                    return ScanOutcome.TooLarge;
                _position += (int)argument;
                break;
            case CborMajorType.Array:
                Push((long)argument);
                break;
            case CborMajorType.Map:
                Push(2 * (long)argument);
                break;
            case CborMajorType.Tag:
                Push(1);
                break;
            default:
                break;
        }
        return ScanOutcome.Complete;
    }

    private static ulong ReadArgument(ReadOnlySpan<byte> bytes, int info, int argumentBytes) => argumentBytes switch
    {
        0 => (ulong)info,
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };

    private void RequireChunk(CborMajorType type, int info)
    {
        long top = _open[_depth - 1];
        bool isBroken = (top == OpenBytes && (type != CborMajorType.ByteString || info == IndefiniteInfo))
            || (top == OpenText && (type != CborMajorType.TextString || info == IndefiniteInfo));
        if (isBroken)
            throw new CborException(_position, "a chunk of the same string type", "another item");
    }

    private void CountElement()
    {
        ref long top = ref _open[_depth - 1];
        if (top > 0)
            top--;
        else if (top == OpenMapAtKey)
            top = OpenMapAtValue;
        else if (top == OpenMapAtValue)
            top = OpenMapAtKey;
    }

    private void CloseIndefinite()
    {
        long top = _open[_depth - 1];
        if (top >= 0)
            throw new CborException(_position, "an item", "a break");
        if (top == OpenMapAtValue)
            throw new CborException(_position, "the value of a map's key", "a break");
        _depth--;
        _position++;
    }

    private void Push(long count)
    {
        if (_depth == DepthMax)
            throw new CborException(_position, $"at most {DepthMax} nested items", "deeper nesting");
        _open[_depth++] = count;
    }
}
