using System.Net;
using System.Net.Sockets;
using PoolTopology.Network.Bearer;

namespace PoolTopology.Simulation;

/// <summary>One host's view of a network whose hosts can be parted from one another.</summary>
internal sealed class SeparableTransport(ITransport inner, IPAddress host, Separation separation) : ITransport
{
    public IListener Listen(IPEndPoint local) => inner.Listen(local);

    public async ValueTask<IBearer> ConnectAsync(IPEndPoint remote, IPEndPoint? local, CancellationToken cancellation)
    {
        if (separation.IsParted(host, remote.Address))
            throw new SocketException((int)SocketError.HostUnreachable);
        IBearer bearer = await inner.ConnectAsync(remote, local, cancellation);
        return separation.Carry(host, remote.Address, bearer);
    }
}
