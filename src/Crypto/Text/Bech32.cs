using System.Buffers;

namespace PoolTopology.Crypto.Text;

/// <summary>Bech32, the text form of Cardano addresses, keys and identifiers.</summary>
/// <remarks>
/// Shape: prefix, '1', data in 5-bit characters, six checksum characters. Spec: BIP-173 (March 2017), without its
/// limit of
/// 90 characters, which Cardano identifiers exceed (CIP-5); bounded by <see cref="MaximumLength"/> instead.
/// </remarks>
public static class Bech32
{
    /// <summary>The longest text, in characters; longer input is refused before any work.</summary>
    public const int MaximumLength = 1023;

    private const int ChecksumLength = 6;
    private const int BitsPerCharacter = 5;
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const char Separator = '1';
    private const char FirstPrefixCharacter = '!';
    private const char LastPrefixCharacter = '~';

    private static readonly SearchValues<char> UpperCase = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> LowerCase = SearchValues.Create("abcdefghijklmnopqrstuvwxyz");

    /// <summary>Writes bytes under a prefix, in lower case.</summary>
    /// <remarks>
    /// Errors: ArgumentException when the prefix is empty, has upper-case letters or characters outside '!' to '~', or
    /// when the text would exceed <see cref="MaximumLength"/>.
    /// </remarks>
    public static string Encode(string prefix, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Length == 0
            || prefix.AsSpan().ContainsAnyExceptInRange(FirstPrefixCharacter, LastPrefixCharacter)
            || prefix.AsSpan().ContainsAny(UpperCase))
            throw new ArgumentException("not a lower-case bech32 prefix", nameof(prefix));
        long values = ((long)data.Length * 8 + BitsPerCharacter - 1) / BitsPerCharacter;
        long length = prefix.Length + 1 + values + ChecksumLength;
        if (length > MaximumLength)
            throw new ArgumentException($"{length} characters, maximum {MaximumLength}", nameof(data));
        return EncodeValues(prefix, ToFiveBits(data));
    }

    /// <summary>Reads a text; null means that it is valid and prefix and data are set.</summary>
    /// <remarks>
    /// Shape: the prefix comes out in lower case; data is a whole number of bytes. Both are empty after an error.
    /// </remarks>
    public static Bech32Error? Decode(ReadOnlySpan<char> text, out string prefix, out byte[] data)
    {
        data = [];
        if (DecodeValues(text, out string found, out byte[] values) is { } error)
        {
            prefix = string.Empty;
            return error;
        }
        byte[]? bytes = ToBytes(values);
        prefix = bytes is null ? string.Empty : found;
        data = bytes ?? [];
        return bytes is null ? new Bech32Error.InvalidPadding(values.Length * BitsPerCharacter) : null;
    }

    /// <summary>Writes 5-bit values under a prefix that is known to be valid.</summary>
    internal static string EncodeValues(string prefix, ReadOnlySpan<byte> values)
    {
        uint checksum = Checksum(prefix, values);
        char[] text = new char[prefix.Length + 1 + values.Length + ChecksumLength];
        prefix.CopyTo(text);
        text[prefix.Length] = Separator;
        int position = prefix.Length + 1;
        foreach (byte value in values)
            text[position++] = Alphabet[value];
        for (int i = ChecksumLength - 1; i >= 0; i--)
            text[position++] = Alphabet[(int)(checksum >> (BitsPerCharacter * i)) & 31];
        return new string(text);
    }

    /// <summary>Reads a text into 5-bit values, without the checksum.</summary>
    internal static Bech32Error? DecodeValues(ReadOnlySpan<char> text, out string prefix, out byte[] values)
    {
        prefix = string.Empty;
        values = [];
        if (text.Length > MaximumLength)
            return new Bech32Error.TooLong(text.Length);
        int invalid = text.IndexOfAnyExceptInRange(FirstPrefixCharacter, LastPrefixCharacter);
        if (invalid >= 0)
            return new Bech32Error.InvalidCharacter(invalid, text[invalid]);
        int upper = text.IndexOfAny(UpperCase);
        int lower = text.IndexOfAny(LowerCase);
        if (upper >= 0 && lower >= 0)
            return new Bech32Error.MixedCase(Math.Max(upper, lower));
        int separator = text.LastIndexOf(Separator);
        if (separator < 0)
            return new Bech32Error.MissingSeparator();
        if (separator == 0)
            return new Bech32Error.EmptyPrefix();
        int dataLength = text.Length - separator - 1;
        if (dataLength < ChecksumLength)
            return new Bech32Error.MissingChecksum(dataLength);

        byte[] all = new byte[dataLength];
        for (int i = 0; i < dataLength; i++)
        {
            int offset = separator + 1 + i;
            int value = Alphabet.IndexOf(char.ToLowerInvariant(text[offset]), StringComparison.Ordinal);
            if (value < 0)
                return new Bech32Error.InvalidCharacter(offset, text[offset]);
            all[i] = (byte)value;
        }
        string found = text[..separator].ToString().ToLowerInvariant();
        ReadOnlySpan<byte> content = all.AsSpan(0, dataLength - ChecksumLength);
        uint expected = Checksum(found, content);
        for (int i = 0; i < ChecksumLength; i++)
        {
            if (all[content.Length + i] != ((expected >> (BitsPerCharacter * (ChecksumLength - 1 - i))) & 31))
                return new Bech32Error.WrongChecksum();
        }
        prefix = found;
        values = content.ToArray();
        return null;
    }

    // The BCH code of BIP-173 over GF(32): the remainder after the prefix, the values and six zeros, xor 1.
    private static uint Checksum(string prefix, ReadOnlySpan<byte> values)
    {
        uint remainder = 1;
        foreach (char c in prefix)
            remainder = Step(remainder, (uint)c >> BitsPerCharacter);
        remainder = Step(remainder, 0);
        foreach (char c in prefix)
            remainder = Step(remainder, c & 31u);
        foreach (byte value in values)
            remainder = Step(remainder, value);
        for (int i = 0; i < ChecksumLength; i++)
            remainder = Step(remainder, 0);
        return remainder ^ 1;
    }

    private static uint Step(uint remainder, uint value)
    {
        ReadOnlySpan<uint> generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        uint top = remainder >> 25;
        remainder = ((remainder & 0x1ffffff) << BitsPerCharacter) ^ value;
        for (int i = 0; i < generator.Length; i++)
        {
            if (((top >> i) & 1) == 1)
                remainder ^= generator[i];
        }
        return remainder;
    }

    private static byte[] ToFiveBits(ReadOnlySpan<byte> data)
    {
        byte[] values = new byte[(data.Length * 8 + BitsPerCharacter - 1) / BitsPerCharacter];
        uint pending = 0;
        int bits = 0;
        int position = 0;
        foreach (byte b in data)
        {
            pending = (pending << 8) | b;
            bits += 8;
            while (bits >= BitsPerCharacter)
            {
                bits -= BitsPerCharacter;
                values[position++] = (byte)((pending >> bits) & 31);
            }
        }
        if (bits > 0)
            values[position] = (byte)((pending << (BitsPerCharacter - bits)) & 31);
        return values;
    }

    // Null when a whole unused character or a padding bit that is not zero remains.
    private static byte[]? ToBytes(ReadOnlySpan<byte> values)
    {
        byte[] data = new byte[values.Length * BitsPerCharacter / 8];
        uint pending = 0;
        int bits = 0;
        int position = 0;
        foreach (byte value in values)
        {
            pending = (pending << BitsPerCharacter) | value;
            bits += BitsPerCharacter;
            if (bits < 8)
                continue;
            bits -= 8;
            data[position++] = (byte)(pending >> bits);
        }
        bool isPadded = bits < BitsPerCharacter && (pending & ((1u << bits) - 1)) == 0;
        return isPadded ? data : null;
    }
}
