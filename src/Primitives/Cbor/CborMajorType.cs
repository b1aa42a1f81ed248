namespace PoolTopology.Primitives.Cbor;

/// <summary>The kind of a CBOR item, from the top three bits of its first byte.</summary>
/// <remarks>Spec: RFC 8949 section 3.1.</remarks>
public enum CborMajorType
{
    /// <summary>0: 0 to 2^64-1.</summary>
    UnsignedInteger = 0,

    /// <summary>1: -1 to -2^64.</summary>
    NegativeInteger = 1,

    /// <summary>2: a byte string.</summary>
    ByteString = 2,

    /// <summary>3: a UTF-8 text string.</summary>
    TextString = 3,

    /// <summary>4: an array.</summary>
    Array = 4,

    /// <summary>5: a map.</summary>
    Map = 5,

    /// <summary>6: a tag and the item that it qualifies.</summary>
    Tag = 6,

    /// <summary>7: false, true, null, other simple values, floating point, break.</summary>
    Simple = 7,
}
