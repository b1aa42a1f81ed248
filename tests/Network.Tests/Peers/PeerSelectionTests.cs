using System.Net;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Peers;
using PoolTopology.Network.Ports;
using PoolTopology.Network.Tests.Fakes;
using Xunit;

namespace PoolTopology.Network.Tests.Peers;

/// <summary>The governor together with links and connections, in virtual time.</summary>
public sealed class PeerSelectionTests
{
    [Fact]
    public void UnreachableMember_makes_place_for_one_that_answers() => Run(async simulated =>
    {
        await using TestNode server = simulated.Node(1);
        await using TestNode client = simulated.Node(2);
        server.Host.Start();
        client.Host.Start();
        client.Host.SetPeers(TestNode.Roots(1, 1, Simulated.Address(7), Simulated.Address(8), server.Address));
        await simulated.UntilAsync(() => client.Upstream is not null, "the one that answers is found", 120);
        Assert.Single(client.Host.Peers, peer => peer.IsWanted);
    });

    [Fact]
    public void LostPeer_is_tried_at_least_every_ten_seconds_for_ever() => Run(async simulated =>
    {
        await using TestNode client = simulated.Node(2);
        client.Host.Start();
        client.Host.SetPeers(TestNode.Roots(Simulated.Address(1)));
        await simulated.PassAsync(3_600);
        int failed = client.Events.All.OfType<NetworkEvent.DialFailed>().Count();
        Assert.InRange(failed, 360, 800);
        Assert.IsType<CloseReason.BearerFailed>(client.Host.Peers[0].LastError);
        await using TestNode server = simulated.Node(1);
        server.Host.Start();
        await simulated.UntilAsync(() => client.Upstream is not null, "connected", 11);
    });

    [Fact]
    public void PeerThat_comes_back_and_dials_us_is_followed_at_once() => Run(async simulated =>
    {
        await using TestNode client = simulated.Node(2);
        client.Host.Start();
        client.Host.SetPeers(TestNode.Roots(Simulated.Address(1)));
        await simulated.PassAsync(300);
        await using TestNode server = simulated.Node(1);
        server.Host.Start();
        server.Host.SetPeers(TestNode.Roots(client.Address));
        await simulated.UntilAsync(() => client.Upstream is not null && server.Upstream is not null, "both follow", 1);
        Assert.Single(client.Host.Peers);
        Assert.Single(server.Host.Peers);
    });

    [Fact]
    public void WarmPeer_is_connected_and_not_followed() => Run(async simulated =>
    {
        await using TestNode first = simulated.Node(1);
        await using TestNode second = simulated.Node(2);
        await using TestNode client = simulated.Node(3);
        foreach (TestNode node in (TestNode[])[first, second, client])
            node.Host.Start();
        client.Host.SetPeers(TestNode.Roots(1, 2, first.Address, second.Address));
        await simulated.UntilAsync(() => client.Host.Peers.All(peer => peer.Temperature != PeerTemperature.Cold), "both connected");
        await simulated.PassAsync(200);
        Assert.Equal(
            [PeerTemperature.Warm, PeerTemperature.Hot],
            client.Host.Peers.Select(peer => peer.Temperature).Order());
        Assert.Empty(client.Events.CloseReasons);
        Assert.All(client.Host.Peers, peer => Assert.NotNull(peer.RoundTrip));
    });

    [Fact]
    public void Demotion_ends_the_protocols_and_keeps_the_connection() => Run(async simulated =>
    {
        await using TestNode server = simulated.Node(1);
        await using TestNode client = simulated.Node(2);
        server.Host.Start();
        client.Host.Start();
        client.Host.SetPeers(TestNode.Roots(server.Address));
        await simulated.UntilAsync(() => client.Upstream?.Awaits == 1, "at the tip");
        client.Host.SetPeers(TestNode.Roots(0, 1, server.Address));
        await simulated.PassAsync(60);
        Assert.NotNull(client.Upstream);
        // Chain-sync can only end when the server has spoken.
        server.Chain.Extend(1);
        await simulated.UntilAsync(() => client.Upstream is null, "no longer followed");
        Assert.Equal(new CloseReason.Demoted(), client.Taker.Handlers[0].Reason);
        Assert.Equal(PeerTemperature.Warm, client.Host.Peers[0].Temperature);
        Assert.Equal(0, server.Chain.FollowersOpen);
        client.Host.SetPeers(TestNode.Roots(server.Address));
        await simulated.UntilAsync(() => client.Upstream is not null, "followed again, on the same connection");
        Assert.Empty(client.Events.CloseReasons);
    });

    [Fact]
    public void Demotion_that_the_peer_holds_up_costs_the_connection() => Run(async simulated =>
    {
        await using TestNode server = simulated.Node(1);
        await using TestNode client = simulated.Node(2);
        server.Host.Start();
        client.Host.Start();
        client.Host.SetPeers(TestNode.Roots(server.Address));
        await simulated.UntilAsync(() => client.Upstream?.Awaits == 1, "at the tip");
        client.Host.SetPeers(TestNode.Roots(0, 1, server.Address));
        await simulated.UntilAsync(() => client.Events.CloseReasons.Count == 1, "given up", 302);
        Assert.Equal(new CloseReason.DemotionTimeout(TimeSpan.FromSeconds(300)), client.Events.CloseReasons[0]);
    });

    [Fact]
    public void Name_that_gets_another_address_is_followed_there() => Run(async simulated =>
    {
        await using TestNode first = simulated.Node(1);
        await using TestNode second = simulated.Node(3);
        await using TestNode client = simulated.Node(2);
        foreach (TestNode node in (TestNode[])[first, second, client])
            node.Host.Start();
        PeerTargets targets = new([new PeerGroup([new AccessPoint("relay.pool.example", 3001)], 1, 1, true, false)]);
        client.Host.SetPeers(targets);
        await simulated.PassAsync(30);
        Assert.Contains(client.Events.All, told => told is NetworkEvent.ResolveFailed { Host: "relay.pool.example" });
        client.Names.Set("relay.pool.example", first.Address.Address);
        await simulated.UntilAsync(() => client.Upstream?.Peer.Address.Equals(first.Address) == true, "the first address", 70);
        client.Names.Set("relay.pool.example", second.Address.Address);
        await simulated.UntilAsync(() => client.Upstream?.Peer.Address.Equals(second.Address) == true, "the second address", 70);
        await simulated.UntilAsync(() => first.Host.Peers.Count == 0, "the first is left");
    });

    [Fact]
    public void PeersOf_one_address_are_told_apart_by_port() => Run(async simulated =>
    {
        IPEndPoint one = Simulated.Address(1, 3001);
        IPEndPoint two = Simulated.Address(1, 3002);
        await using TestNode first = new(simulated.Network.On(one.Address), one, simulated.Time, 1);
        await using TestNode second = new(simulated.Network.On(two.Address), two, simulated.Time, 2);
        await using TestNode client = simulated.Node(2);
        first.Chain.Extend(3);
        second.Chain.Extend(4);
        foreach (TestNode node in (TestNode[])[first, second, client])
            node.Host.Start();
        client.Host.SetPeers(TestNode.Roots(one, two));
        await simulated.UntilAsync(() => client.Taker.Open.Count == 2 && client.Taker.Open.Sum(handler => handler.Headers.Count) == 7, "both followed");
        Assert.Equal([one, two], client.Host.Peers.Select(peer => peer.Address));
    });

    [Fact]
    public void OwnAddress_among_the_peers_does_no_harm() => Run(async simulated =>
    {
        await using TestNode node = simulated.Node(1);
        node.Host.Start();
        node.Host.SetPeers(TestNode.Roots(node.Address));
        await simulated.PassAsync(100);
        Assert.False(node.Host.Failed.IsCompleted);
        Assert.Null(node.Upstream);
    });

    [Fact]
    public void PeerOf_another_network_is_refused_and_tried_again_ever_less_often() => Run(async simulated =>
    {
        IPEndPoint address = Simulated.Address(1);
        await using TestNode other = new(
            simulated.Network.On(address.Address), address, simulated.Time, 1, options => options with { Magic = new Primitives.Chain.NetworkMagic(1) });
        await using TestNode client = simulated.Node(2);
        other.Host.Start();
        client.Host.Start();
        client.Host.SetPeers(TestNode.Roots(address));
        await simulated.PassAsync(600);
        Assert.InRange(client.Events.CloseReasons.Count, 60, 150);
        Assert.IsType<CloseReason.HandshakeFailed>(client.Host.Peers[0].LastError);
    });

    [Fact]
    public void StoppedNode_leaves_nothing_running() => Run(async simulated =>
    {
        TestNode server = simulated.Node(1);
        TestNode client = simulated.Node(2);
        server.Chain.Extend(50);
        server.Host.Start();
        client.Host.Start();
        client.Host.SetPeers(TestNode.Roots(server.Address));
        server.Host.SetPeers(TestNode.Roots(client.Address));
        await simulated.UntilAsync(() => client.Upstream?.Headers.Count == 50 && server.Upstream is not null, "both follow");
        await client.DisposeAsync();
        Assert.All(client.Taker.Handlers, handler => Assert.NotNull(handler.Reason));
        await simulated.UntilAsync(() => server.Upstream is null && server.Chain.FollowersOpen == 0, "the other side notices", 5);
        await server.DisposeAsync();
        Assert.Null(simulated.Time.NextDue);
    });

    [Fact]
    public void FaultOf_our_own_code_is_told_to_the_host() => Run(async simulated =>
    {
        await using TestNode server = simulated.Node(1);
        await using TestNode client = new(
            simulated.Network.On(Simulated.Address(2).Address), Simulated.Address(2), simulated.Time, 1, upstreams: new Broken());
        server.Chain.Extend(1);
        server.Host.Start();
        client.Host.Start();
        client.Host.SetPeers(TestNode.Roots(server.Address));
        await simulated.UntilAsync(() => client.Host.Failed.IsFaulted, "told");
        Assert.IsType<InvalidTimeZoneException>(client.Host.Failed.Exception?.InnerException);
    });

    private static void Run(Func<Simulated, Task> scenario)
    {
        Simulated simulated = new(1, TimeSpan.FromMilliseconds(5));
        simulated.Run(() => scenario(simulated), limitSeconds: 10_000);
    }

    private sealed class Broken : IUpstreamSource
    {
        public IChainSyncHandler Open(IUpstreamPeer peer) => throw new InvalidTimeZoneException("a bug");
    }
}
