using System.Text;

namespace PoolTopology.Topology.Headers;

/// <summary>Interface names as numbers, so that a name with a wildcard is a range like any other.</summary>
/// <remarks>Shape: up to 15 bytes, the first one the most significant of 16; the empty name is 0.</remarks>
public static class InterfaceName
{
    /// <summary>The most characters that a name has.</summary>
    public const int MaxLength = 15;

    private const int Bytes = 16;

    /// <summary>The loopback interface.</summary>
    public static readonly UInt128 Loopback = Encode("lo");

    /// <summary>The number of a name.</summary>
    public static UInt128 Encode(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        UInt128 value = 0;
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        for (int i = 0; i < Bytes; i++)
            value = (value << 8) | (i < bytes.Length ? bytes[i] : (byte)0);
        return value;
    }

    /// <summary>The name itself, or all names with a beginning where it ends with <c>*</c>; null when it is too long.</summary>
    public static FieldSet? TryParse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        string name = pattern.EndsWith('*') ? pattern[..^1] : pattern;
        if (Encoding.UTF8.GetByteCount(name) > MaxLength)
            return null;
        UInt128 first = Encode(name);
        if (!pattern.EndsWith('*'))
            return FieldSet.Of(first);
        int freeBits = 8 * (Bytes - Encoding.UTF8.GetByteCount(name));
        UInt128 mask = freeBits >= 128 ? UInt128.MaxValue : (UInt128.One << freeBits) - 1;
        return FieldSet.Between(first, first | mask);
    }

    /// <summary>The name of a number.</summary>
    public static string Decode(UInt128 value)
    {
        byte[] bytes = new byte[Bytes];
        for (int i = Bytes - 1; i >= 0; i--, value >>= 8)
            bytes[i] = (byte)(value & 0xFF);
        return Encoding.UTF8.GetString(bytes).TrimEnd('\0');
    }
}
