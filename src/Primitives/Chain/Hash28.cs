using System.Buffers.Binary;

namespace PoolTopology.Primitives.Chain;

/// <summary>A 28-byte hash: of a pool, key or script credential (BLAKE2b-224).</summary>
/// <remarks>
/// Shape: 28 bytes. Equality is by value; the order is that of the bytes. The default value is all zeroes.
/// </remarks>
public readonly struct Hash28 : IEquatable<Hash28>, IComparable<Hash28>
{
    /// <summary>The size in bytes.</summary>
    public const int SizeBytes = 28;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly uint _d;

    /// <summary>Copies a hash from its bytes.</summary>
    /// <exception cref="ArgumentException">The span is not exactly 28 bytes long.</exception>
    public Hash28(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SizeBytes)
            throw new ArgumentException($"a hash of 28 bytes was expected, {bytes.Length} were given", nameof(bytes));
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]);
    }

    /// <summary>Reads a hash from hexadecimal text.</summary>
    /// <exception cref="FormatException">The text is not 56 hexadecimal digits.</exception>
    public static Hash28 Parse(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        byte[] bytes = Convert.FromHexString(hex);
        return bytes.Length == SizeBytes
            ? new Hash28(bytes)
            : throw new FormatException($"a hash of 56 hexadecimal digits was expected, {hex.Length} were given");
    }

    /// <summary>Writes the 28 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt32BigEndian(destination[24..], _d);
    }

    /// <summary>The 28 bytes in a new array.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[SizeBytes];
        CopyTo(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(Hash28 other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Hash28 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_a, _d);

    /// <inheritdoc/>
    public int CompareTo(Hash28 other)
    {
        int order = _a.CompareTo(other._a);
        if (order == 0)
            order = _b.CompareTo(other._b);
        if (order == 0)
            order = _c.CompareTo(other._c);
        return order != 0 ? order : _d.CompareTo(other._d);
    }

    /// <summary>Same bytes.</summary>
    public static bool operator ==(Hash28 left, Hash28 right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(Hash28 left, Hash28 right) => !left.Equals(right);

    /// <summary>Earlier in byte order.</summary>
    public static bool operator <(Hash28 left, Hash28 right) => left.CompareTo(right) < 0;

    /// <summary>Later in byte order.</summary>
    public static bool operator >(Hash28 left, Hash28 right) => left.CompareTo(right) > 0;

    /// <summary>Not later in byte order.</summary>
    public static bool operator <=(Hash28 left, Hash28 right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in byte order.</summary>
    public static bool operator >=(Hash28 left, Hash28 right) => left.CompareTo(right) >= 0;

    /// <summary>Lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
