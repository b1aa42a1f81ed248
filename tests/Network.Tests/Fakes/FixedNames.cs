using System.Net;
using System.Net.Sockets;
using PoolTopology.Network.Ports;

namespace PoolTopology.Network.Tests.Fakes;

/// <summary>Names that a test gives addresses.</summary>
internal sealed class FixedNames : INameResolver
{
    private readonly Dictionary<string, IPAddress[]> _addresses = [];

    public void Set(string host, params IPAddress[] addresses)
    {
        lock (_addresses)
            _addresses[host] = addresses;
    }

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation)
    {
        lock (_addresses)
        {
            return _addresses.TryGetValue(host, out IPAddress[]? found)
                ? ValueTask.FromResult<IReadOnlyList<IPAddress>>(found)
                : throw new SocketException((int)SocketError.HostNotFound);
        }
    }
}
