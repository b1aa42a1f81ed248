using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using PoolTopology.Network.Bearer;

namespace PoolTopology.Simulation;

/// <summary>One host's view of a network whose hosts can be parted from one another, or switched off.</summary>
internal sealed class SeparableTransport(ITransport inner, IPAddress host, Separation separation) : ITransport
{
    public IListener Listen(IPEndPoint local) => inner.Listen(local);

    public async ValueTask<IBearer> ConnectAsync(IPEndPoint remote, IPEndPoint? local, CancellationToken cancellation)
    {
        if (separation.IsParted(host, remote.Address))
            throw new SocketException((int)SocketError.HostUnreachable);
        IBearer bearer = await inner.ConnectAsync(remote, local, cancellation);
        return separation.Watch(host, remote.Address, bearer);
    }
}

/// <summary>Which hosts cannot reach which, and the connections that a new separation cuts.</summary>
internal sealed class Separation
{
    private readonly HashSet<(IPAddress, IPAddress)> _parted = [];
    private readonly List<Watched> _open = [];

    public bool IsParted(IPAddress a, IPAddress b) => _parted.Contains((a, b));

    public IBearer Watch(IPAddress a, IPAddress b, IBearer bearer)
    {
        Watched watched = new(a, b, bearer, _open);
        _open.Add(watched);
        return watched;
    }

    /// <summary>Parts every host of one side from every host of the other, cutting what connects them.</summary>
    public async Task PartAsync(IReadOnlyList<IPAddress> left, IReadOnlyList<IPAddress> right)
    {
        foreach (IPAddress a in left)
        {
            foreach (IPAddress b in right)
            {
                _parted.Add((a, b));
                _parted.Add((b, a));
            }
        }
        foreach (Watched watched in _open.Where(open => IsParted(open.A, open.B)).ToArray())
            await watched.DisposeAsync();
    }

    public void Heal() => _parted.Clear();

    private sealed class Watched(IPAddress a, IPAddress b, IBearer inner, List<Watched> open) : IBearer
    {
        public IPAddress A => a;

        public IPAddress B => b;

        public PipeReader Input => inner.Input;

        public PipeWriter Output => inner.Output;

        public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

        public IPEndPoint RemoteEndPoint => inner.RemoteEndPoint;

        public ValueTask DisposeAsync()
        {
            open.Remove(this);
            return inner.DisposeAsync();
        }
    }
}
