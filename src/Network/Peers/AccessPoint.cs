using System.Net;

namespace PoolTopology.Network.Peers;

/// <summary>Where a peer is reached: an address or a host name, and a port.</summary>
/// <param name="Host">An IPv4 or IPv6 address, or a name that is looked up again and again.</param>
/// <param name="Port">The TCP port.</param>
public sealed record AccessPoint(string Host, ushort Port)
{
    /// <summary>The address and port, when the host is an address.</summary>
    public IPEndPoint? EndPoint =>
        IPAddress.TryParse(Host, out IPAddress? address) ? new IPEndPoint(address, Port) : null;

    /// <inheritdoc/>
    public override string ToString() =>
        Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
