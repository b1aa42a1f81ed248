using System.Text;
using System.Text.Unicode;

namespace PoolTopology.Primitives.Cbor;

// Byte and text strings.
public ref partial struct CborReader
{
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
        if (Utf8.IsValid(utf8))
            return utf8;
        _position = start;
        Throw("UTF-8 text", "other bytes");
        return default;
    }

    /// <summary>Reads a text string of definite length.</summary>
    public string ReadText() => Encoding.UTF8.GetString(ReadUtf8());

    private ReadOnlySpan<byte> Take(ulong length, int from)
    {
        if (length > (ulong)(_data.Length - from))
            Throw($"{length} bytes", $"{_data.Length - from} left");
        _position = from + (int)length;
        return _data.Slice(from, (int)length);
    }
}
