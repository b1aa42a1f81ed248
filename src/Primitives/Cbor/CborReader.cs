using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

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
public ref partial struct CborReader
{
    private const int Indefinite = 31;
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
