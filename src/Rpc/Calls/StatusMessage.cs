using System.Globalization;
using System.Text;

namespace PoolTopology.Rpc.Calls;

/// <summary>The percent-encoded text of <c>grpc-message</c>.</summary>
/// <remarks>Spec: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md (Percent-Encoded)</remarks>
internal static class StatusMessage
{
    /// <summary>Longer details are cut: they travel in a header block, which peers limit to about 8 KB.</summary>
    public const int MaxCharacters = 1_000;

    /// <summary>UTF-8, with every byte outside space..~ and the percent sign itself written as %XX.</summary>
    public static string Encode(string detail)
    {
        if (detail.Length > MaxCharacters)
            detail = detail[..(char.IsHighSurrogate(detail[MaxCharacters - 1]) ? MaxCharacters - 1 : MaxCharacters)];
        if (!detail.AsSpan().ContainsAnyExceptInRange(' ', '~') && !detail.Contains('%'))
            return detail;
        StringBuilder text = new(detail.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(detail))
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%')
                text.Append((char)b);
            else
                text.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    /// <summary>The inverse; what is not a valid escape is kept as it stands, as the specification asks.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%'))
            return text;
        List<byte> bytes = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && TryHex(text.AsSpan(i + 1, 2), out byte value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, 1));
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out byte value) =>
        byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
