using PoolTopology.Network.Bearer;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Protocols.BlockFetch;
using PoolTopology.Network.Protocols.ChainSync;
using PoolTopology.Network.Protocols.KeepAlive;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Network.Protocols.TxSubmission;
using PoolTopology.Network.Tests.Fakes;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Network.Tests.Connections;

/// <summary>What a node does with a peer that is its client and keeps to no limit.</summary>
public sealed class ResponderLimitTests
{
    [Fact]
    public void PeerThat_starts_nothing_is_left_after_five_seconds() => AssertCloses(
        new CloseReason.InboundIdle(TimeSpan.FromSeconds(5)), afterSeconds: 5,
        (_, _) => Task.CompletedTask);

    [Fact]
    public void PeerThat_ended_its_protocols_is_left_after_five_seconds() => AssertCloses(
        new CloseReason.InboundIdle(TimeSpan.FromSeconds(5)), afterSeconds: 25,
        async (peer, simulated) =>
        {
            await peer.SendAsync(MiniProtocol.KeepAlive, KeepAliveCodec.Instance, new KeepAliveMessage.KeepAlive(1));
            await simulated.PassAsync(20);
            await peer.SendAsync(MiniProtocol.KeepAlive, KeepAliveCodec.Instance, new KeepAliveMessage.Done());
        });

    [Fact]
    public void SegmentThat_drips_is_cut_after_thirty_seconds() => AssertCloses(
        new CloseReason.SegmentTimeout(TimeSpan.FromSeconds(30)), afterSeconds: 30,
        async (peer, simulated) =>
        {
            await peer.SendAsync(MiniProtocol.KeepAlive, KeepAliveCodec.Instance, new KeepAliveMessage.KeepAlive(1));
            byte[] segment = RawPeer.Segment(MiniProtocol.KeepAlive, false, new byte[60]);
            foreach (byte next in segment)
            {
                await peer.SendAsync(new byte[] { next });
                await simulated.PassAsync(1);
            }
        });

    [Fact]
    public void MessageThat_drips_in_whole_segments_is_cut_by_the_protocols_limit() => AssertCloses(
        new CloseReason.ProtocolViolated(MiniProtocol.KeepAlive, new ProtocolViolation.TimedOut("Client", TimeSpan.FromSeconds(97))), afterSeconds: 97,
        async (peer, simulated) =>
        {
            // Half a message, and then segments without anything in them.
            await peer.SendAsync(RawPeer.Segment(MiniProtocol.KeepAlive, false, [0x82, 0x00]));
            for (int i = 0; i < 120; i++)
            {
                await simulated.PassAsync(1);
                await peer.SendAsync(RawPeer.Segment(MiniProtocol.KeepAlive, false, []));
            }
        });

    [Fact]
    public void KeepAlive_that_stays_away_is_left_after_97_seconds() => AssertCloses(
        new CloseReason.ProtocolViolated(MiniProtocol.KeepAlive, new ProtocolViolation.TimedOut("Client", TimeSpan.FromSeconds(97))), afterSeconds: 97,
        (peer, _) => peer.SendAsync(MiniProtocol.KeepAlive, KeepAliveCodec.Instance, new KeepAliveMessage.KeepAlive(1)));

    [Fact]
    public void ChainSync_client_that_sleeps_is_left_after_its_limit() => AssertCloses(
        new CloseReason.ProtocolViolated(MiniProtocol.ChainSync, new ProtocolViolation.TimedOut("Idle", TimeSpan.FromSeconds(3_673))), afterSeconds: 3_673,
        (peer, _) => peer.SendAsync(MiniProtocol.ChainSync, ChainSyncCodec.Instance, new ChainSyncMessage.FindIntersect([Point.Origin])));

    [Fact]
    public void RequestsThat_nobody_can_answer_yet_overflow_the_ingress_limit() => AssertCloses(
        new CloseReason.IngressOverflow(MiniProtocol.ChainSync, ProtocolLimits.RequestIngressBytes), afterSeconds: 0,
        async (peer, _) =>
        {
            // Each message is 2 bytes; the node waits at its tip and reads none of them.
            byte[] many = [.. Enumerable.Repeat(new byte[] { 0x81, 0x00 }, 30_000).SelectMany(message => message)];
            for (int sent = 0; sent <= ProtocolLimits.RequestIngressBytes + many.Length; sent += many.Length)
                await peer.SendAsync(RawPeer.Segment(MiniProtocol.ChainSync, false, many));
        });

    [Fact]
    public void PeerThat_does_not_read_is_left_after_thirty_seconds()
    {
        Simulated simulated = new(1);
        simulated.Run(async () =>
        {
            await using TestNode node = simulated.Node(1);
            node.Chain.Extend(100, bodyBytes: 50_000);
            node.Host.Start();
            await using RawPeer peer = await ConnectAsync(simulated, node);
            await peer.GreetAsync();
            DateTimeOffset began = simulated.Time.GetUtcNow();
            await peer.SendAsync(MiniProtocol.BlockFetch, BlockFetchCodec.Instance, new BlockFetchMessage.RequestRange(
                node.Chain.Blocks[0].Point, node.Chain.Blocks[99].Point));
            await simulated.UntilAsync(() => node.Events.CloseReasons.Count == 1, "closed");
            Assert.Equal(new CloseReason.SendTimeout(TimeSpan.FromSeconds(30)), node.Events.CloseReasons[0]);
            Assert.InRange((simulated.Time.GetUtcNow() - began).TotalSeconds, 30, 31);
        });
    }

    [Theory]
    [InlineData(5, "a number that no protocol has")]
    [InlineData(10, "peer-sharing, which was not agreed to")]
    [InlineData(0, "the handshake, which is over")]
    public void ProtocolThat_does_not_run_here_closes_the_connection(int number, string because)
    {
        Assert.NotEmpty(because);
        AssertCloses(
            new CloseReason.UnknownProtocol(number, true), afterSeconds: 0,
            (peer, _) => peer.SendAsync(RawPeer.Segment((ushort)number, false, [0x81, 0x00])));
    }

    [Fact]
    public void Message_in_the_wrong_state_closes_the_connection() => AssertCloses(
        new CloseReason.ProtocolViolated(MiniProtocol.ChainSync, new ProtocolViolation.UnexpectedMessage("Idle", "AwaitReply")), afterSeconds: 0,
        (peer, _) => peer.SendAsync(MiniProtocol.ChainSync, ChainSyncCodec.Instance, ChainSyncMessage.AwaitReply.Instance));

    [Fact]
    public void Message_beyond_the_states_limit_closes_the_connection() => AssertCloses(
        new CloseReason.ProtocolViolated(MiniProtocol.TxSubmission, new ProtocolViolation.TooLarge("Init", 5_760)), afterSeconds: 0,
        (peer, _) => peer.SendAsync(RawPeer.Segment(MiniProtocol.TxSubmission, false, [0x82, 0x06, 0x59, 0x16, 0x80])));

    [Fact]
    public void ChainSync_serves_the_chain_and_then_waits()
    {
        Simulated simulated = new(1);
        simulated.Run(async () =>
        {
            await using TestNode node = simulated.Node(1);
            node.Chain.Extend(2);
            node.Host.Start();
            await using RawPeer peer = await ConnectAsync(simulated, node);
            await peer.GreetAsync();
            Point first = node.Chain.Blocks[0].Point;
            Assert.Equal(new ChainSyncMessage.IntersectFound(first, node.Chain.Tip), await AskAsync(peer, new ChainSyncMessage.FindIntersect([first])));
            Assert.Equal(new ChainSyncMessage.RollBackward(first, node.Chain.Tip), await AskAsync(peer, ChainSyncMessage.RequestNext.Instance));
            Assert.IsType<ChainSyncMessage.RollForward>(await AskAsync(peer, ChainSyncMessage.RequestNext.Instance));
            Assert.IsType<ChainSyncMessage.AwaitReply>(await AskAsync(peer, ChainSyncMessage.RequestNext.Instance));
            node.Chain.Switch(1, 2, fork: 1);
            Assert.Equal(new ChainSyncMessage.RollBackward(first, node.Chain.Tip), await peer.ReceiveAsync(ChainSyncCodec.Instance));
            Assert.Equal(
                new ChainSyncMessage.IntersectNotFound(node.Chain.Tip),
                await AskAsync(peer, new ChainSyncMessage.FindIntersect([ScriptedBlock.Create(77, 1, 9).Point])));
            await peer.SendAsync(MiniProtocol.ChainSync, ChainSyncCodec.Instance, new ChainSyncMessage.Done());
            // A protocol that was ended may be begun again.
            Assert.IsType<ChainSyncMessage.IntersectFound>(await AskAsync(peer, new ChainSyncMessage.FindIntersect([Point.Origin])));
        });
    }

    [Fact]
    public void BlockFetch_serves_a_range_or_says_that_it_has_none()
    {
        Simulated simulated = new(1);
        simulated.Run(async () =>
        {
            await using TestNode node = simulated.Node(1);
            node.Chain.Extend(3);
            node.Host.Start();
            await using RawPeer peer = await ConnectAsync(simulated, node);
            await peer.GreetAsync();
            Point[] points = [.. node.Chain.Blocks.Select(block => block.Point)];
            await peer.SendAsync(MiniProtocol.BlockFetch, BlockFetchCodec.Instance, new BlockFetchMessage.RequestRange(points[2], points[0]));
            Assert.IsType<BlockFetchMessage.NoBlocks>(await peer.ReceiveAsync(BlockFetchCodec.Instance));
            await peer.SendAsync(MiniProtocol.BlockFetch, BlockFetchCodec.Instance, new BlockFetchMessage.RequestRange(Point.Origin, points[0]));
            Assert.IsType<BlockFetchMessage.NoBlocks>(await peer.ReceiveAsync(BlockFetchCodec.Instance));
        });
    }

    [Fact]
    public void BlockFetch_range_that_goes_away_costs_the_connection_and_nothing_else()
    {
        Simulated simulated = new(1);
        simulated.Run(async () =>
        {
            await using TestNode node = simulated.Node(1);
            node.Chain.Extend(3);
            node.Chain.IsForgetful = true;
            node.Host.Start();
            await using RawPeer peer = await ConnectAsync(simulated, node);
            await peer.GreetAsync();
            await peer.SendAsync(MiniProtocol.BlockFetch, BlockFetchCodec.Instance, new BlockFetchMessage.RequestRange(
                node.Chain.Blocks[0].Point, node.Chain.Blocks[2].Point));
            await peer.DrainAsync();
            Assert.Equal([new CloseReason.RangeGone("rolled back")], node.Events.CloseReasons);
            Assert.False(node.Host.Failed.IsCompleted);
        });
    }

    [Fact]
    public void InitiatorOnly_client_is_served_and_not_used_as_a_server()
    {
        Simulated simulated = new(1);
        simulated.Run(async () =>
        {
            await using TestNode node = simulated.Node(1);
            node.Host.Start();
            node.Host.SetPeers(TestNode.Roots(Simulated.Address(9)));
            IBearer bearer = await simulated.Network.ConnectAsync(node.Address, Simulated.Address(9), default);
            await using RawPeer peer = new(bearer);
            await peer.GreetAsync(isInitiatorOnly: true);
            Assert.IsType<ChainSyncMessage.IntersectFound>(await AskAsync(peer, new ChainSyncMessage.FindIntersect([Point.Origin])));
            await simulated.PassAsync(60);
            Assert.Null(node.Upstream);
            Assert.True(Assert.Single(node.Host.Peers) is { IsWanted: true, IsUpstream: false, IsDownstream: true });
        });
    }

    [Fact]
    public void TxSubmission_asks_for_ids_and_lets_them_go()
    {
        Simulated simulated = new(1);
        simulated.Run(async () =>
        {
            await using TestNode node = simulated.Node(1);
            node.Host.Start();
            await using RawPeer peer = await ConnectAsync(simulated, node);
            await peer.GreetAsync();
            await peer.SendAsync(MiniProtocol.TxSubmission, TxSubmissionCodec.Instance, new TxSubmissionMessage.Init());
            Assert.Equal(new TxSubmissionMessage.RequestTxIdsBlocking(0, 10), await peer.ReceiveAsync(TxSubmissionCodec.Instance));
            byte[] id = [0x82, 0x06, 0x41, 0x01];
            await peer.SendAsync(MiniProtocol.TxSubmission, TxSubmissionCodec.Instance, new TxSubmissionMessage.ReplyTxIds(
                [new TxIdAndSize(id, 1), new TxIdAndSize(id, 2)]));
            Assert.Equal(new TxSubmissionMessage.RequestTxIdsBlocking(2, 10), await peer.ReceiveAsync(TxSubmissionCodec.Instance));
            // A stock peer waits here for hours; nothing cuts it off but keep-alive, which it runs.
            await simulated.PassAsync(2_000);
            Assert.Empty(node.Events.CloseReasons);
        });
    }

    private static async Task<ChainSyncMessage> AskAsync(RawPeer peer, ChainSyncMessage question)
    {
        await peer.SendAsync(MiniProtocol.ChainSync, ChainSyncCodec.Instance, question);
        return await peer.ReceiveAsync(ChainSyncCodec.Instance);
    }

    private static async Task<RawPeer> ConnectAsync(Simulated simulated, TestNode node) =>
        new(await simulated.Network.On(Simulated.Address(9).Address).ConnectAsync(node.Address, null, default));

    private static void AssertCloses(CloseReason expected, double afterSeconds, Func<RawPeer, Simulated, Task> act)
    {
        Simulated simulated = new(1);
        simulated.Run(async () =>
        {
            await using TestNode node = simulated.Node(1);
            node.Host.Start();
            await using RawPeer peer = await ConnectAsync(simulated, node);
            await peer.GreetAsync();
            DateTimeOffset began = simulated.Time.GetUtcNow();
            Task draining = peer.DrainAsync();
            Task acting = act(peer, simulated);
            await simulated.UntilAsync(() => node.Events.CloseReasons.Count == 1, $"{expected}", limitSeconds: afterSeconds + 60);
            Assert.Equal(expected, node.Events.CloseReasons[0]);
            Assert.InRange((simulated.Time.GetUtcNow() - began).TotalSeconds, afterSeconds, afterSeconds + 1.1);
            await draining;
            await acting;
        }, limitSeconds: 10_000);
    }
}
