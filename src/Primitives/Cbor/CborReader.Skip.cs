namespace PoolTopology.Primitives.Cbor;

// Whole items, of any kind and nesting.
public ref partial struct CborReader
{
    private const long OpenList = -1;
    private const long OpenMap = -2;
    private const long OpenValue = -3;

    /// <summary>Consumes one whole item, whatever it is.</summary>
    public void Skip() => _position = EndOfItem(_position);

    /// <summary>Consumes one whole item and returns its bytes as they stand.</summary>
    public ReadOnlySpan<byte> ReadEncoded()
    {
        int start = _position;
        Skip();
        return _data[start.._position];
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
}
