using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PoolTopology.Rpc.Calls;

/// <summary>The text form of a server's address, as gRPC clients write it.</summary>
/// <remarks>
/// Shape: <c>unix:/run/pool/control.sock</c>, <c>127.0.0.1:7001</c>, <c>[::1]:7001</c>, <c>relay.example.org:7001</c>.
/// Spec: https://github.com/grpc/grpc/blob/master/doc/naming.md
/// </remarks>
public static class RpcAddress
{
    private const string UnixPrefix = "unix:";

    /// <summary>sun_path of Linux without its final zero.</summary>
    private const int MaxUnixPathBytes = 107;

    /// <summary>Reads an address; false where it has none of the forms.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out EndPoint? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = text.StartsWith(UnixPrefix, StringComparison.Ordinal)
            ? Unix(text[UnixPrefix.Length..])
            : Tcp(text);
        return address is not null;
    }

    /// <summary>Writes an address in the form that <see cref="TryParse"/> reads.</summary>
    public static string Format(EndPoint address) => address switch
    {
        UnixDomainSocketEndPoint unix => UnixPrefix + unix,
        DnsEndPoint dns => string.Create(CultureInfo.InvariantCulture, $"{dns.Host}:{dns.Port}"),
        IPEndPoint ip => ip.ToString(),
        _ => throw new ArgumentException($"no text form for a {address?.GetType().Name}", nameof(address)),
    };

    private static UnixDomainSocketEndPoint? Unix(string path)
    {
        // "unix:///run/x" is the same as "unix:/run/x".
        if (path.StartsWith("///", StringComparison.Ordinal))
            path = path[2..];
        return Encoding.UTF8.GetByteCount(path) is > 0 and <= MaxUnixPathBytes
            ? new UnixDomainSocketEndPoint(path)
            : null;
    }

    private static EndPoint? Tcp(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(
            text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            return null;
        }
        string host = text[..colon];
        if (host.StartsWith('[') && host.EndsWith(']'))
            return IPAddress.TryParse(host[1..^1], out IPAddress? v6) ? new IPEndPoint(v6, port) : null;
        if (Uri.CheckHostName(host) == UriHostNameType.IPv4)
            return new IPEndPoint(IPAddress.Parse(host), port);
        return Uri.CheckHostName(host) == UriHostNameType.Dns ? new DnsEndPoint(host, port) : null;
    }
}
