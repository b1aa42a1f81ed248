using System.Net;

namespace PoolTopology.Topology.Document;

/// <summary>A host as a person writes it: an IP address or a DNS name.</summary>
/// <remarks>Names are kept in lower case without a final dot; addresses in their canonical text.</remarks>
public sealed record HostAddress
{
    private HostAddress(string text, IPAddress? ip)
    {
        Text = text;
        Ip = ip;
    }

    /// <summary>The canonical text.</summary>
    public string Text { get; }

    /// <summary>The address, or null for a DNS name.</summary>
    public IPAddress? Ip { get; }

    /// <summary>True when somebody has to ask the DNS.</summary>
    public bool IsDnsName => Ip is null;

    /// <summary>The host at an address.</summary>
    public static HostAddress Of(IPAddress ip)
    {
        ArgumentNullException.ThrowIfNull(ip);
        return new HostAddress(ip.ToString(), ip);
    }

    /// <summary>Reads an IP address or a DNS name; null when the text is neither.</summary>
    public static HostAddress? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (AddressText.TryParseIp(text) is { } ip)
            return Of(ip);
        return AddressText.IsDnsName(text) ? new HostAddress(text.TrimEnd('.').ToLowerInvariant(), null) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
