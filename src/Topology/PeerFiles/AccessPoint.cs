using System.Globalization;

namespace PoolTopology.Topology.PeerFiles;

/// <summary>A place where a peer can be dialled.</summary>
/// <param name="Address">An IP address or a DNS name.</param>
/// <param name="Port">The port, or null when an SRV record of the DNS name gives it.</param>
public sealed record AccessPoint(string Address, int? Port)
{
    /// <inheritdoc/>
    public override string ToString() => Port is { } port
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{(Address.Contains(':', StringComparison.Ordinal) ? $"[{Address}]" : Address)}:{port}")
        : Address;
}
