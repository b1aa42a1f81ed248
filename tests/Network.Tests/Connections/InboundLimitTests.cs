using System.Net;
using PoolTopology.Network.Bearer;
using PoolTopology.Network.Ports;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Protocols.KeepAlive;
using PoolTopology.Network.Tests.Fakes;
using Xunit;

namespace PoolTopology.Network.Tests.Connections;

public sealed class InboundLimitTests
{
    [Fact]
    public void Accepting_slows_down_at_the_soft_limit_and_stops_at_the_hard_one()
    {
        Simulated simulated = new(1);
        simulated.Run(async () =>
        {
            IPEndPoint address = Simulated.Address(1);
            await using TestNode node = new(
                simulated.Network.On(address.Address), address, simulated.Time, 1,
                options => options with { InboundSoftMax = 4, InboundHardMax = 6 });
            node.Host.Start();
            List<RawPeer> peers = [];
            for (byte host = 10; host < 20; host++)
                peers.Add(await StayAsync(simulated, node, host));
            // Four at once, then one each five seconds up to six.
            await simulated.PassAsync(1);
            Assert.Equal(4, Connected(node));
            await simulated.PassAsync(5);
            Assert.Equal(5, Connected(node));
            await simulated.PassAsync(60);
            Assert.Equal(6, Connected(node));
            Assert.Contains(new NetworkEvent.AcceptDelayed(6, 6), node.Events.All);
            // One leaves and makes place for one.
            await peers[0].DisposeAsync();
            await simulated.PassAsync(20);
            Assert.Equal(7, Connected(node));
            foreach (RawPeer peer in peers)
                await peer.DisposeAsync();
        });
    }

    [Fact]
    public void OneAddress_cannot_take_all_places()
    {
        Simulated simulated = new(1);
        simulated.Run(async () =>
        {
            IPEndPoint address = Simulated.Address(1);
            await using TestNode node = new(
                simulated.Network.On(address.Address), address, simulated.Time, 1, options => options with { InboundPerAddressMax = 2 });
            node.Host.Start();
            for (int i = 0; i < 5; i++)
                await StayAsync(simulated, node, 10);
            await StayAsync(simulated, node, 11);
            await simulated.PassAsync(3);
            Assert.Equal(3, Connected(node));
            Assert.Equal(3, node.Events.All.OfType<NetworkEvent.InboundRefused>().Count());
        });
    }

    private static int Connected(TestNode node) => node.Events.All.OfType<NetworkEvent.Connected>().Count();

    // A client that shakes hands and keeps its connection alive.
    private static async Task<RawPeer> StayAsync(Simulated simulated, TestNode node, byte host)
    {
        IBearer bearer = await simulated.Network.On(Simulated.Address(host).Address).ConnectAsync(node.Address, null, default);
        RawPeer peer = new(bearer);
        await peer.SendAsync(RawPeer.Proposal());
        await peer.SendAsync(MiniProtocol.KeepAlive, KeepAliveCodec.Instance, new KeepAliveMessage.KeepAlive(1));
        return peer;
    }
}
