using System.Net;
using System.Net.Sockets;

namespace PoolTopology.Network.Bearer;

/// <summary>TCP.</summary>
public sealed class TcpTransport : ITransport
{
    /// <inheritdoc/>
    public IListener Listen(IPEndPoint local) => new TcpBearerListener(local);

    /// <inheritdoc/>
    public async ValueTask<IBearer> ConnectAsync(IPEndPoint remote, IPEndPoint? local, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(remote);
        Socket socket = new(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (local is not null)
            {
                SharedPort.Allow(socket);
                socket.Bind(local);
            }
            await socket.ConnectAsync(remote, cancellation);
            return new TcpBearer(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
