using System.Net;
using System.Net.Sockets;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Ports;
using PoolTopology.Network.Tests.Fakes;
using Xunit;

namespace PoolTopology.Network.Tests.Host;

/// <summary>Hostile clients on real sockets: they cost their own connection, while an honest one is served.</summary>
public sealed class HostileTcpTests
{
    private const int Clients = 400;

    [Fact]
    public async Task AnyBytes_cost_that_connection_only_while_an_honest_client_is_served()
    {
        await using TestNode server = Loopback.Node();
        await using TestNode honest = Loopback.Node();
        server.Host.Start();
        honest.Host.Start();
        honest.Host.SetPeers(TestNode.Roots(server.Address));
        await Loopback.UntilAsync(() => honest.Upstream is not null, "the honest client follows");
        for (int seed = 0; seed < Clients; seed++)
        {
            Random random = new(seed);
            using Socket socket = await ConnectAsync(server.Address);
            byte[] script = HostileScript.Create(random);
            int cut = random.Next(script.Length + 1);
            await SendAsync(socket, script.AsMemory(0, cut));
            await SendAsync(socket, script.AsMemory(cut));
            if (random.Next(2) == 0)
                socket.LingerState = new LingerOption(true, 0);
            if (seed % 50 == 0)
                server.Chain.Extend(1);
        }
        server.Chain.Extend(1);
        await Loopback.UntilAsync(() => honest.Upstream?.Bodies.Count == 9, "the honest client has every block", 30);
        await Loopback.UntilAsync(() => server.Host.Peers.Count == 1, "only the honest client is left", 30);
        Assert.False(server.Host.Failed.IsCompleted);
        Assert.DoesNotContain(server.Events.CloseReasons, reason => reason is CloseReason.LocalFault);
        Assert.Single(honest.Taker.Handlers);
    }

    [Fact]
    public async Task FloodOf_connections_is_bounded()
    {
        await using TestNode server = Loopback.Node(adjust: options => options with { InboundPerAddressMax = 20 });
        server.Host.Start();
        List<Socket> sockets = [];
        for (int i = 0; i < 300; i++)
            sockets.Add(await ConnectAsync(server.Address));
        await Loopback.UntilAsync(() => server.Events.All.OfType<NetworkEvent.InboundRefused>().Count() == 280, "280 turned away", 30);
        foreach (Socket socket in sockets)
            socket.Dispose();
        await using TestNode honest = Loopback.Node();
        honest.Host.Start();
        honest.Host.SetPeers(TestNode.Roots(server.Address));
        await Loopback.UntilAsync(() => honest.Upstream is not null, "then an honest client is served", 20);
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint address)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address);
        return socket;
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await socket.SendAsync(bytes);
        }
        catch (SocketException)
        {
            // The server has closed already, as it should.
        }
    }
}
