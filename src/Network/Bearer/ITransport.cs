using System.Net;

namespace PoolTopology.Network.Bearer;

/// <summary>Makes bearers: TCP, or memory in simulations.</summary>
public interface ITransport
{
    /// <summary>Listens at an address and port.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be bound.</exception>
    IListener Listen(IPEndPoint local);

    /// <summary>Connects to a peer.</summary>
    /// <param name="remote">The peer's address and port.</param>
    /// <param name="local">The address and port to call from, or null for any.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="System.Net.Sockets.SocketException">
    /// No connection. AddressAlreadyInUse and AddressNotAvailable speak of <paramref name="local"/>: the same pair of
    /// addresses has a connection already, or had one a moment ago.
    /// </exception>
    ValueTask<IBearer> ConnectAsync(IPEndPoint remote, IPEndPoint? local, CancellationToken cancellation);
}
