using System.Net;

namespace PoolTopology.Network.Bearer;

/// <summary>Takes connections that peers open.</summary>
public interface IListener : IAsyncDisposable
{
    /// <summary>Where it listens, with the port that was really bound.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Waits for the next connection.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">This one failed; the next may not.</exception>
    ValueTask<IBearer> AcceptAsync(CancellationToken cancellation);
}
