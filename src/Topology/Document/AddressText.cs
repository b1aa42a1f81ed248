using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PoolTopology.Topology.Document;

/// <summary>Reads addresses strictly: what is accepted here means the same to every other program.</summary>
/// <remarks>
/// The platform's own parser takes <c>1</c>, <c>0x7f.1</c> and <c>010.0.0.1</c> as IPv4; a firewall and a person would
/// read them differently, so they are refused.
/// </remarks>
internal static class AddressText
{
    private const int MaxNameLength = 253;
    private const int MaxLabelLength = 63;

    /// <summary>An IPv4 address of four decimal numbers, or an IPv6 address without a zone; otherwise null.</summary>
    public static IPAddress? TryParseIp(string text) =>
        text.Contains(':', StringComparison.Ordinal) ? TryParseV6(text) : TryParseV4(text);

    /// <summary>True for a host name of letters, digits and hyphens whose last label is not a number.</summary>
    public static bool IsDnsName(string text)
    {
        string name = text.EndsWith('.') ? text[..^1] : text;
        if (name.Length is 0 or > MaxNameLength)
            return false;
        string[] labels = name.Split('.');
        return labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit);
    }

    /// <summary>A network such as <c>192.0.2.0/24</c> whose host bits are zero; otherwise null.</summary>
    public static IPNetwork? TryParseNetwork(string text) =>
        TryParsePrefix(text) is var (address, length) && Mask(address, length) is var network
            && network.BaseAddress.Equals(address)
            ? network
            : null;

    /// <summary>
    /// The network that an address lies in, where a text names an address and a prefix length; otherwise null.
    /// </summary>
    public static IPNetwork? NetworkAround(string text) =>
        TryParsePrefix(text) is var (address, length) ? Mask(address, length) : null;

    private static (IPAddress Address, int Length)? TryParsePrefix(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || TryParseIp(text[..slash]) is not { } address)
            return null;
        string length = text[(slash + 1)..];
        int bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        bool isNumber = length.Length is > 0 and <= 3 && length.All(char.IsAsciiDigit)
            && (length.Length == 1 || length[0] != '0');
        return isNumber && int.Parse(length, CultureInfo.InvariantCulture) is var prefix && prefix <= bits
            ? (address, prefix)
            : null;
    }

    private static IPNetwork Mask(IPAddress address, int length)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] &= (byte)(0xFF00 >> Math.Clamp(length - (i * 8), 0, 8));
        return new IPNetwork(new IPAddress(bytes), length);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength
        && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static IPAddress? TryParseV4(string text)
    {
        string[] parts = text.Split('.');
        bool isQuad = parts.Length == 4
            && parts.All(p => p.Length is > 0 and <= 3 && p.All(char.IsAsciiDigit) && (p.Length == 1 || p[0] != '0'));
        return isQuad && IPAddress.TryParse(text, out IPAddress? address) ? address : null;
    }

    private static IPAddress? TryParseV6(string text)
    {
        bool isPlain = text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.');
        return isPlain && IPAddress.TryParse(text, out IPAddress? address) && !address.IsIPv4MappedToIPv6
            ? address
            : null;
    }
}
