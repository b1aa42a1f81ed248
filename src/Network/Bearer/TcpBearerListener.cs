using System.Net;
using System.Net.Sockets;

namespace PoolTopology.Network.Bearer;

/// <summary>Accepts TCP connections.</summary>
internal sealed class TcpBearerListener : IListener
{
    private const int Backlog = 512;

    private readonly Socket _socket;

    public TcpBearerListener(IPEndPoint local)
    {
        Socket socket = new(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (local.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = true;
            // Bound before the port is shared: a second node on the same port still fails, as it should.
            socket.Bind(local);
            SharedPort.Allow(socket);
            socket.Listen(Backlog);
            LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!; // A bound socket has an address.
            _socket = socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public IPEndPoint LocalEndPoint { get; }

    public async ValueTask<IBearer> AcceptAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Socket accepted = await _socket.AcceptAsync(cancellation);
            try
            {
                return new TcpBearer(accepted);
            }
            catch (SocketException)
            {
                // Gone before we looked at it; that is no reason to keep the next one waiting.
                accepted.Dispose();
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
