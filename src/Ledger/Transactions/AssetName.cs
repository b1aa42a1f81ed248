using System.Buffers.Binary;

namespace PoolTopology.Ledger.Transactions;

/// <summary>The name of an asset under its policy: 0 to 32 bytes.</summary>
/// <remarks>The order is that of the bytes, a prefix before what it starts. The default value is the empty name.</remarks>
public readonly struct AssetName : IEquatable<AssetName>, IComparable<AssetName>
{
    /// <summary>The greatest size in bytes.</summary>
    public const int SizeBytesMax = 32;

    // The bytes as four big-endian numbers with zeroes behind: their order is the order of the bytes, and the length
    // decides between names that differ in trailing zeroes alone.
    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;
    private readonly byte _length;

    /// <summary>Copies a name from its bytes.</summary>
    /// <exception cref="ArgumentException">There are more than 32 bytes.</exception>
    public AssetName(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > SizeBytesMax)
            throw new ArgumentException($"at most 32 bytes were expected, {bytes.Length} were given", nameof(bytes));
        Span<byte> padded = stackalloc byte[SizeBytesMax];
        padded.Clear();
        bytes.CopyTo(padded);
        _a = BinaryPrimitives.ReadUInt64BigEndian(padded);
        _b = BinaryPrimitives.ReadUInt64BigEndian(padded[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(padded[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(padded[24..]);
        _length = (byte)bytes.Length;
    }

    /// <summary>How many bytes the name has.</summary>
    public int Length => _length;

    /// <summary>The bytes.</summary>
    public byte[] ToArray()
    {
        Span<byte> padded = stackalloc byte[SizeBytesMax];
        BinaryPrimitives.WriteUInt64BigEndian(padded, _a);
        BinaryPrimitives.WriteUInt64BigEndian(padded[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(padded[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(padded[24..], _d);
        return padded[.._length].ToArray();
    }

    /// <inheritdoc/>
    public int CompareTo(AssetName other)
    {
        int order = _a.CompareTo(other._a);
        if (order == 0)
            order = _b.CompareTo(other._b);
        if (order == 0)
            order = _c.CompareTo(other._c);
        if (order == 0)
            order = _d.CompareTo(other._d);
        return order != 0 ? order : _length.CompareTo(other._length);
    }

    /// <inheritdoc/>
    public bool Equals(AssetName other) => _length == other._length
        && _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AssetName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_a, _b, _c, _d, _length);

    /// <summary>Same bytes.</summary>
    public static bool operator ==(AssetName left, AssetName right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(AssetName left, AssetName right) => !left.Equals(right);

    /// <summary>Earlier in order.</summary>
    public static bool operator <(AssetName left, AssetName right) => left.CompareTo(right) < 0;

    /// <summary>Later in order.</summary>
    public static bool operator >(AssetName left, AssetName right) => left.CompareTo(right) > 0;

    /// <summary>Not later in order.</summary>
    public static bool operator <=(AssetName left, AssetName right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in order.</summary>
    public static bool operator >=(AssetName left, AssetName right) => left.CompareTo(right) >= 0;

    /// <summary>Lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
