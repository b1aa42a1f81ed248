using System.Net;

namespace PoolTopology.Network.Ports;

/// <summary>Turns a host name into addresses.</summary>
public interface INameResolver
{
    /// <summary>The addresses, in any order; empty when the name has none.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name could not be looked up.</exception>
    ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation);
}
