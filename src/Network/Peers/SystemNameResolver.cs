using System.Net;
using PoolTopology.Network.Ports;

namespace PoolTopology.Network.Peers;

/// <summary>The operating system's resolver.</summary>
public sealed class SystemNameResolver : INameResolver
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation) =>
        await Dns.GetHostAddressesAsync(host, cancellation);
}
