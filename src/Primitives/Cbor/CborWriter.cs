using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace PoolTopology.Primitives.Cbor;

/// <summary>Writes CBOR items with minimal heads into a buffer.</summary>
/// <remarks>
/// The caller balances containers: an array of n is followed by n items, an indefinite one by a break.
/// Cost: no allocation of its own. Spec: RFC 8949 section 4.1 (preferred serialization).
/// </remarks>
public readonly struct CborWriter(IBufferWriter<byte> output)
{
    /// <summary>Writes 0 to 2^64-1.</summary>
    public void WriteUInt64(ulong value) => WriteHead(CborMajorType.UnsignedInteger, value);

    /// <summary>Writes an integer with sign.</summary>
    public void WriteInt64(long value)
    {
        if (value >= 0)
            WriteHead(CborMajorType.UnsignedInteger, (ulong)value);
        else
            WriteHead(CborMajorType.NegativeInteger, (ulong)(-1 - value));
    }

    /// <summary>Writes true or false.</summary>
    public void WriteBoolean(bool value) => WriteByte(value ? (byte)0xf5 : (byte)0xf4);

    /// <summary>Writes null.</summary>
    public void WriteNull() => WriteByte(0xf6);

    /// <summary>Writes a byte string of definite length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteHead(CborMajorType.ByteString, (ulong)value.Length);
        output.Write(value);
    }

    /// <summary>Writes a text string of definite length.</summary>
    public void WriteText(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        byte[] utf8 = Encoding.UTF8.GetBytes(value);
        WriteHead(CborMajorType.TextString, (ulong)utf8.Length);
        output.Write(utf8);
    }

    /// <summary>Starts an array of the given count.</summary>
    public void WriteArrayStart(int count) => WriteHead(CborMajorType.Array, (ulong)count);

    /// <summary>Starts an array that <see cref="WriteBreak"/> ends.</summary>
    public void WriteIndefiniteArrayStart() => WriteByte(0x9f);

    /// <summary>Starts a map of the given count of pairs.</summary>
    public void WriteMapStart(int count) => WriteHead(CborMajorType.Map, (ulong)count);

    /// <summary>Ends an array or map of indefinite length.</summary>
    public void WriteBreak() => WriteByte(0xff);

    /// <summary>Writes a tag; the item that it qualifies follows.</summary>
    public void WriteTag(ulong tag) => WriteHead(CborMajorType.Tag, tag);

    /// <summary>Writes an item that is CBOR already, as it stands.</summary>
    public void WriteEncoded(ReadOnlySpan<byte> item) => output.Write(item);

    private void WriteByte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private void WriteHead(CborMajorType type, ulong argument)
    {
        Span<byte> head = output.GetSpan(9);
        byte top = (byte)((int)type << 5);
        int size;
        switch (argument)
        {
            case < 24:
                head[0] = (byte)(top | (byte)argument);
                size = 1;
                break;
            case <= byte.MaxValue:
                head[0] = (byte)(top | 24);
                head[1] = (byte)argument;
                size = 2;
                break;
            case <= ushort.MaxValue:
                head[0] = (byte)(top | 25);
                BinaryPrimitives.WriteUInt16BigEndian(head[1..], (ushort)argument);
                size = 3;
                break;
            case <= uint.MaxValue:
                head[0] = (byte)(top | 26);
                BinaryPrimitives.WriteUInt32BigEndian(head[1..], (uint)argument);
                size = 5;
                break;
            default:
                head[0] = (byte)(top | 27);
                BinaryPrimitives.WriteUInt64BigEndian(head[1..], argument);
                size = 9;
                break;
        }
        output.Advance(size);
    }
}
