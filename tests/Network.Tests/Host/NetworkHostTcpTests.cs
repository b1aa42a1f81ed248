using System.Net;
using System.Net.Sockets;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Peers;
using PoolTopology.Network.Tests.Fakes;
using Xunit;

namespace PoolTopology.Network.Tests.Host;

[Collection(RunsAlone.Name)]
public sealed class NetworkHostTcpTests
{
    [Fact]
    public async Task Client_follows_server_over_tcp()
    {
        await using TestNode server = Loopback.Node();
        await using TestNode client = Loopback.Node();
        server.Chain.Extend(2_000);
        server.Host.Start();
        client.Host.Start();
        client.Host.SetPeers(TestNode.Roots(server.Address));
        await Loopback.UntilAsync(() => client.Upstream?.Bodies.Count == 2_000, "2,000 blocks");
        server.Chain.Extend(1);
        await Loopback.UntilAsync(() => client.Upstream!.Bodies.Count == 2_001, "one more");
        await Loopback.UntilAsync(() => client.Host.Peers[0].RoundTrip is not null, "a round trip");
        PeerSnapshot peer = Assert.Single(client.Host.Peers);
        Assert.Equal((PeerTemperature.Hot, true, true), (peer.Temperature, peer.IsUpstream, peer.IsLocalRoot));
        Assert.Equal(15, peer.Version);
    }

    [Theory]
    [InlineData(DialOrder.FirstThenSecond)]
    [InlineData(DialOrder.SecondThenFirst)]
    [InlineData(DialOrder.Both)]
    public async Task TwoNodes_that_want_each_other_share_one_connection(DialOrder order)
    {
        await using TestNode a = Loopback.Node();
        await using TestNode b = Loopback.Node();
        a.Chain.Extend(10);
        b.Chain.Extend(20, fork: 1);
        a.Host.Start();
        b.Host.Start();
        if (order != DialOrder.SecondThenFirst)
            a.Host.SetPeers(TestNode.Roots(b.Address));
        if (order == DialOrder.FirstThenSecond)
            await Loopback.UntilAsync(() => a.Upstream?.Headers.Count == 20, "a follows b");
        b.Host.SetPeers(TestNode.Roots(a.Address));
        if (order == DialOrder.SecondThenFirst)
        {
            await Loopback.UntilAsync(() => b.Upstream?.Headers.Count == 10, "b follows a");
            a.Host.SetPeers(TestNode.Roots(b.Address));
        }
        await Loopback.UntilAsync(() => a.Upstream?.Headers.Count == 20 && b.Upstream?.Headers.Count == 10, "both follow");
        PeerSnapshot ofA = Assert.Single(a.Host.Peers);
        PeerSnapshot ofB = Assert.Single(b.Host.Peers);
        Assert.True(ofA is { IsUpstream: true, IsDownstream: true });
        Assert.True(ofB is { IsUpstream: true, IsDownstream: true });
        Assert.True(ofA.Origin != ofB.Origin || order == DialOrder.Both);
    }

    [Fact]
    public async Task RemovedPeer_is_disconnected_and_an_added_one_connected()
    {
        await using TestNode first = Loopback.Node();
        await using TestNode second = Loopback.Node();
        await using TestNode client = Loopback.Node();
        foreach (TestNode node in (TestNode[])[first, second, client])
            node.Host.Start();
        client.Host.SetPeers(TestNode.Roots(first.Address));
        await Loopback.UntilAsync(() => client.Upstream?.Peer.Address.Equals(first.Address) == true, "first is followed");
        client.Host.SetPeers(TestNode.Roots(second.Address));
        await Loopback.UntilAsync(() => client.Upstream?.Peer.Address.Equals(second.Address) == true, "second is followed");
        await Loopback.UntilAsync(() => first.Host.Peers.Count == 0, "first is left");
        Assert.Contains(new CloseReason.PeerRemoved(), client.Events.CloseReasons);
        Assert.Equal(second.Address, Assert.Single(client.Host.Peers).Address);
    }

    [Fact]
    public async Task RestartedPeer_is_connected_again_within_the_longest_wait()
    {
        await using TestNode client = Loopback.Node();
        client.Host.Start();
        TestNode server = Loopback.Node();
        server.Host.Start();
        IPEndPoint address = server.Address;
        client.Host.SetPeers(TestNode.Roots(address));
        await Loopback.UntilAsync(() => client.Upstream is not null, "connected");
        await server.DisposeAsync();
        await Loopback.UntilAsync(() => client.Upstream is null, "lost");
        await Task.Delay(TimeSpan.FromSeconds(1));
        await using TestNode again = Loopback.Node(address);
        again.Host.Start();
        await Loopback.UntilAsync(() => client.Upstream is not null, "connected again", limitSeconds: 12);
    }

    [Fact]
    public void Start_at_a_port_in_use_fails()
    {
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(Loopback.AnyPort);
        taken.Listen();
        TestNode node = Loopback.Node((IPEndPoint)taken.LocalEndPoint!);
        SocketException error = Assert.Throws<SocketException>(node.Host.Start);
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
    }

    [Fact]
    public async Task TwoNodes_cannot_listen_on_one_port()
    {
        await using TestNode first = Loopback.Node();
        first.Host.Start();
        TestNode second = Loopback.Node(first.Address);
        SocketException error = Assert.Throws<SocketException>(second.Host.Start);
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
    }
}
