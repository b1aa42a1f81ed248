namespace PoolTopology.Primitives.Cbor;

// Arrays and maps.
public ref partial struct CborReader
{
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
}
