using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PoolTopology.Primitives.Cbor;

/// <summary>Reads CBOR items from a span, in place.</summary>
/// <remarks>
/// Invariant: every read either consumes exactly one item (or one head) or throws <see cref="CborException"/> and
/// leaves <see cref="Position"/> where it was.
/// Accepts what the reference decoders accept: non-minimal heads, definite and indefinite lengths where the method
/// says so. <see cref="Skip"/> follows any nesting, without recursion.
/// Cost: no allocation but for strings, for byte strings sent in chunks and for nesting deeper than
/// <see cref="CborNesting.UsualDepth"/>.
/// Spec: RFC 8949.
/// </remarks>
public ref struct CborReader
{
    private const int Indefinite = 31;
    private const long OpenList = -1;
    private const long OpenMap = -2;
    private const long OpenValue = -3;
    private const byte Break = 0xff;

    private readonly ReadOnlySpan<byte> _data;
    private int _position;

    /// <summary>Starts at the first byte.</summary>
    public CborReader(ReadOnlySpan<byte> data)
    {
        _data = data;
        _position = 0;
    }

    private CborReader(ReadOnlySpan<byte> data, int position)
    {
        _data = data;
        _position = position;
    }

    /// <summary>A reader of some bytes within these, which counts positions as this one does.</summary>
    public readonly CborReader Within(int start, int length) => new(_data[..(start + length)], start);

    /// <summary>Bytes consumed so far.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes not consumed yet.</summary>
    public readonly int Remaining => _data.Length - _position;

    /// <summary>Everything is consumed.</summary>
    public readonly bool IsAtEnd => _position == _data.Length;

    /// <summary>The kind of the next item.</summary>
    public readonly CborMajorType PeekType() => (CborMajorType)(PeekByte("an item") >> 5);

    /// <summary>The next item is null.</summary>
    public readonly bool IsNullNext => !IsAtEnd && _data[_position] == 0xf6;

    /// <summary>The next byte ends an indefinite-length array, map or string.</summary>
    public readonly bool IsBreakNext => !IsAtEnd && _data[_position] == Break;

    /// <summary>The next item is an integer beyond 64 bits: tag 2 or 3 in one byte.</summary>
    public readonly bool IsBignumNext => !IsAtEnd && (_data[_position] is 0xc2 or 0xc3);

    /// <summary>Requires that nothing is left.</summary>
    public readonly void ExpectEnd()
    {
        if (!IsAtEnd)
            Throw("the end", $"{Remaining} more bytes");
    }

    /// <summary>Reads 0 to 2^64-1.</summary>
    public ulong ReadUInt64()
    {
        (ulong value, int next) = ReadHead(CborMajorType.UnsignedInteger, "an unsigned integer");
        _position = next;
        return value;
    }

    /// <summary>Reads 0 to 2^32-1.</summary>
    public uint ReadUInt32() => (uint)ReadBounded(uint.MaxValue, "an unsigned integer below 2^32");

    /// <summary>Reads 0 to 2^16-1.</summary>
    public ushort ReadUInt16() => (ushort)ReadBounded(ushort.MaxValue, "an unsigned integer below 2^16");

    /// <summary>Reads an integer from -2^63 to 2^63-1.</summary>
    public long ReadInt64()
    {
        CborMajorType type = PeekType();
        if (type != CborMajorType.UnsignedInteger && type != CborMajorType.NegativeInteger)
            Throw("an integer", Describe(type));
        (ulong value, int next) = ReadHead(type, "an integer");
        if (value > long.MaxValue)
            Throw("an integer of 64 bits with sign", "a greater one");
        _position = next;
        return type == CborMajorType.UnsignedInteger ? (long)value : -1 - (long)value;
    }

    /// <summary>Reads -1 to -2^64; the argument n of the number -1 - n.</summary>
    public ulong ReadNegativeArgument()
    {
        (ulong argument, int next) = ReadHead(CborMajorType.NegativeInteger, "a negative integer");
        _position = next;
        return argument;
    }

    /// <summary>Reads true or false.</summary>
    public bool ReadBoolean()
    {
        byte head = PeekByte("a boolean");
        if (head is not (0xf4 or 0xf5))
            Throw("a boolean", Describe((CborMajorType)(head >> 5)));
        _position++;
        return head == 0xf5;
    }

    /// <summary>Consumes null if it comes next.</summary>
    public bool TryReadNull()
    {
        if (!IsNullNext)
            return false;
        _position++;
        return true;
    }

    /// <summary>Consumes a break if it comes next.</summary>
    public bool TryReadBreak()
    {
        if (!IsBreakNext)
            return false;
        _position++;
        return true;
    }

    /// <summary>Reads a byte string of definite length, without a copy.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        (ulong length, int next) = ReadHead(CborMajorType.ByteString, "a byte string");
        return Take(length, next);
    }

    /// <summary>Reads a byte string of definite length and exactly the given size, without a copy.</summary>
    public ReadOnlySpan<byte> ReadBytes(int sizeBytes)
    {
        (ulong length, int next) = ReadHead(CborMajorType.ByteString, "a byte string");
        if (length != (ulong)sizeBytes)
            Throw($"a byte string of {sizeBytes} bytes", $"one of {length}");
        return Take(length, next);
    }

    /// <summary>Consumes the head of a byte string in chunks, which a break ends, if one comes next.</summary>
    public bool TryReadBytesStart() => TryConsume(0x5f);

    /// <summary>Consumes the head of a text string in chunks, which a break ends, if one comes next.</summary>
    public bool TryReadTextStart() => TryConsume(0x7f);

    /// <summary>Reads a byte string of definite or indefinite length, at most the given size.</summary>
    public byte[] ReadBytesInChunks(int sizeBytesMax)
    {
        int start = _position;
        if (PeekType() != CborMajorType.ByteString || (_data[_position] & 0x1f) != Indefinite)
        {
            ReadOnlySpan<byte> whole = ReadBytes();
            if (whole.Length <= sizeBytesMax)
                return whole.ToArray();
            _position = start;
            Throw($"a byte string of at most {sizeBytesMax} bytes", $"one of {whole.Length}");
        }
        CborReader chunks = this;
        chunks._position++;
        using MemoryStream joined = new();
        while (!chunks.TryReadBreak())
        {
            ReadOnlySpan<byte> chunk = chunks.ReadBytes();
            if (joined.Length + chunk.Length > sizeBytesMax)
                Throw($"a byte string of at most {sizeBytesMax} bytes", "a longer one in chunks");
            joined.Write(chunk);
        }
        _position = chunks._position;
        return joined.ToArray();
    }

    /// <summary>Reads a text string of definite length as the bytes of its UTF-8, without a copy.</summary>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        int start = _position;
        (ulong length, int next) = ReadHead(CborMajorType.TextString, "a text string");
        ReadOnlySpan<byte> utf8 = Take(length, next);
        if (System.Text.Unicode.Utf8.IsValid(utf8))
            return utf8;
        _position = start;
        Throw("UTF-8 text", "other bytes");
        return default;
    }

    /// <summary>Reads a text string of definite length.</summary>
    public string ReadText() => Encoding.UTF8.GetString(ReadUtf8());

    /// <summary>Reads the head of an array. The count, or null for an indefinite length that a break ends.</summary>
    public int? ReadArrayStart() => ReadContainer(CborMajorType.Array, "an array", 1);

    /// <summary>Reads the head of an array of definite length and exactly the given count.</summary>
    public void ReadArrayStart(int count)
    {
        int start = _position;
        int? found = ReadArrayStart();
        if (found == count)
            return;
        _position = start;
        Throw($"an array of {count}", found is null ? "one of indefinite length" : $"one of {found}");
    }

    /// <summary>Opens an array of exactly the given count, of definite or indefinite length.</summary>
    /// <returns>The length is indefinite: what <see cref="EndRecord"/> needs.</returns>
    public bool StartRecord(int count)
    {
        int start = _position;
        int? found = ReadArrayStart();
        if (found is int other && other != count)
        {
            _position = start;
            Throw($"an array of {count}", $"one of {other}");
        }
        return found is null;
    }

    /// <summary>Closes what <see cref="StartRecord"/> opened.</summary>
    public void EndRecord(bool isIndefinite)
    {
        if (isIndefinite && !TryReadBreak())
            Throw("the break of an array", "another item");
    }

    /// <summary>Reads the head of a map. The count of pairs, or null for an indefinite length that a break ends.</summary>
    public int? ReadMapStart() => ReadContainer(CborMajorType.Map, "a map", 2);

    /// <summary>Says whether an array or map has another element, consuming the break that ends an indefinite one.</summary>
    /// <param name="count">What ReadArrayStart or ReadMapStart returned.</param>
    /// <param name="read">How many elements (pairs) have been read.</param>
    public bool HasNext(int? count, int read) => count is int total ? read < total : !TryReadBreak();

    /// <summary>Reads a tag.</summary>
    public ulong ReadTag()
    {
        (ulong tag, int next) = ReadHead(CborMajorType.Tag, "a tag");
        _position = next;
        return tag;
    }

    /// <summary>Reads a given tag.</summary>
    public void ReadTag(ulong tag)
    {
        (ulong found, int next) = ReadHead(CborMajorType.Tag, $"tag {tag}");
        if (found != tag)
            Throw($"tag {tag}", $"tag {found}");
        _position = next;
    }

    /// <summary>Consumes one whole item, whatever it is.</summary>
    public void Skip() => _position = EndOfItem(_position);

    /// <summary>Consumes one whole item and returns its bytes as they stand.</summary>
    public ReadOnlySpan<byte> ReadEncoded()
    {
        int start = _position;
        Skip();
        return _data[start.._position];
    }

    private bool TryConsume(byte head)
    {
        if (IsAtEnd || _data[_position] != head)
            return false;
        _position++;
        return true;
    }

    private readonly byte PeekByte(string expected)
    {
        if (IsAtEnd)
            Throw(expected, "the end of the bytes");
        return _data[_position];
    }

    private ulong ReadBounded(ulong max, string expected)
    {
        (ulong value, int next) = ReadHead(CborMajorType.UnsignedInteger, expected);
        if (value > max)
            Throw(expected, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        _position = next;
        return value;
    }

    private int? ReadContainer(CborMajorType type, string expected, int itemsPerElement)
    {
        byte head = PeekByte(expected);
        if ((CborMajorType)(head >> 5) == type && (head & 0x1f) == Indefinite)
        {
            _position++;
            return null;
        }
        (ulong count, int next) = ReadHead(type, expected);
        // An element takes a byte at least: a count beyond that can only be a lie, and must not size an allocation.
        if (count > (ulong)(_data.Length - next) / (ulong)itemsPerElement)
            Throw($"{expected} within {_data.Length - next} bytes", $"a count of {count}");
        _position = next;
        return (int)count;
    }

    private ReadOnlySpan<byte> Take(ulong length, int from)
    {
        if (length > (ulong)(_data.Length - from))
            Throw($"{length} bytes", $"{_data.Length - from} left");
        _position = from + (int)length;
        return _data.Slice(from, (int)length);
    }

    private readonly (ulong Value, int Next) ReadHead(CborMajorType type, string expected)
    {
        byte head = PeekByte(expected);
        if ((CborMajorType)(head >> 5) != type)
            Throw(expected, Describe((CborMajorType)(head >> 5)));
        if ((head & 0x1f) == Indefinite)
            Throw(expected + " of definite length", "indefinite length");
        return ReadArgument(_position);
    }

    private readonly (ulong Value, int Next) ReadArgument(int at)
    {
        int info = _data[at] & 0x1f;
        int size = info switch { < 24 => 0, 24 => 1, 25 => 2, 26 => 4, 27 => 8, _ => -1 };
        if (size < 0)
            Throw("a valid length of the head", $"reserved value {info}", at);
        if (_data.Length - at - 1 < size)
            Throw($"{size} more bytes of the head", "the end of the bytes", at);
        ReadOnlySpan<byte> argument = _data.Slice(at + 1, size);
        ulong value = size switch
        {
            0 => (ulong)info,
            1 => argument[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(argument),
            4 => BinaryPrimitives.ReadUInt32BigEndian(argument),
            _ => BinaryPrimitives.ReadUInt64BigEndian(argument),
        };
        return (value, at + 1 + size);
    }

    // Follows nested items with a stack of what each open container waits for: a count of items, or -1 for a list and
    // -2, -3 for a map of indefinite length that may end and one that waits for a value.
    private readonly int EndOfItem(int at)
    {
        CborNesting open = default;
        while (true)
        {
            at = EndOfHead(at, ref open);
            while (open.Depth > 0)
            {
                ref long waiting = ref open.Top;
                if (waiting > 0)
                {
                    waiting--;
                    break;
                }
                if (waiting < 0)
                {
                    if (at >= _data.Length)
                        Throw("a break", "the end of the bytes", at);
                    if (_data[at] != Break)
                    {
                        if (waiting != OpenList)
                            waiting = waiting == OpenMap ? OpenValue : OpenMap;
                        break;
                    }
                    if (waiting == OpenValue)
                        Throw("the value of a map's key", "a break", at);
                    at++;
                }
                open.Pop();
            }
            if (open.Depth == 0)
                return at;
        }
    }

    // The end of an item without items in it, or the place of the first item within.
    private readonly int EndOfHead(int at, ref CborNesting open)
    {
        if (at >= _data.Length)
            Throw("an item", "the end of the bytes", at);
        byte head = _data[at];
        CborMajorType type = (CborMajorType)(head >> 5);
        if ((head & 0x1f) == Indefinite)
            return StartOfIndefinite(at, type, ref open);
        (ulong argument, int next) = ReadArgument(at);
        switch (type)
        {
            case CborMajorType.ByteString or CborMajorType.TextString:
                if (argument > (ulong)(_data.Length - next))
                    Throw($"{argument} bytes", $"{_data.Length - next} left", at);
                return next + (int)argument;
            case CborMajorType.Array or CborMajorType.Map:
                ulong perElement = type == CborMajorType.Map ? 2UL : 1UL;
                if (argument > (ulong)(_data.Length - next) / perElement)
                    Throw("elements within the bytes", $"a count of {argument}", at);
                open.Push((long)(argument * perElement));
                return next;
            case CborMajorType.Tag:
                open.Push(1);
                return next;
            default:
                return next;
        }
    }

    private readonly int StartOfIndefinite(int at, CborMajorType type, ref CborNesting open)
    {
        switch (type)
        {
            case CborMajorType.Array:
                open.Push(OpenList);
                return at + 1;
            case CborMajorType.Map:
                open.Push(OpenMap);
                return at + 1;
            case CborMajorType.ByteString or CborMajorType.TextString:
                return EndOfChunks(at + 1, type);
            default:
                Throw("an item", _data[at] == Break ? "a break" : "an indefinite length that has no meaning here", at);
                return at;
        }
    }

    private readonly int EndOfChunks(int at, CborMajorType type)
    {
        while (true)
        {
            if (at >= _data.Length)
                Throw("a break", "the end of the bytes", at);
            if (_data[at] == Break)
                return at + 1;
            CborMajorType found = (CborMajorType)(_data[at] >> 5);
            if (found != type || (_data[at] & 0x1f) == Indefinite)
                Throw("a chunk of the same string type", Describe(found), at);
            (ulong length, int next) = ReadArgument(at);
            if (length > (ulong)(_data.Length - next))
                Throw($"{length} bytes", $"{_data.Length - next} left", at);
            at = next + (int)length;
        }
    }

    private static string Describe(CborMajorType type) => type switch
    {
        CborMajorType.UnsignedInteger => "an unsigned integer",
        CborMajorType.NegativeInteger => "a negative integer",
        CborMajorType.ByteString => "a byte string",
        CborMajorType.TextString => "a text string",
        CborMajorType.Array => "an array",
        CborMajorType.Map => "a map",
        CborMajorType.Tag => "a tag",
        _ => "a simple value",
    };

    [DoesNotReturn]
    private readonly void Throw(string expected, string found) => Throw(expected, found, _position);

    [DoesNotReturn]
    private static void Throw(string expected, string found, int at) => throw new CborException(at, expected, found);
}
