using PoolTopology.Network.Bearer;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Handshake;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Peers;
using PoolTopology.Network.Ports;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Protocols.BlockFetch;
using PoolTopology.Network.Protocols.ChainSync;
using PoolTopology.Network.Protocols.KeepAlive;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Network.Tests.Fakes;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Network.Tests.Connections;

/// <summary>What a node does, as a client, with a server that a test plays.</summary>
public sealed class InitiatorTests
{
    private static readonly Tip FarTip = new(ScriptedBlock.Create(100_000, 50_000).Point, new BlockNo(50_000));

    [Fact]
    public void Requests_run_ahead_to_300_and_resume_at_200() => Run(isTrustable: false, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(FarTip);
        await server.CountRequestsAsync(300);
        await simulated.PassAsync(5);
        Assert.Equal(300, server.Requests);
        for (ulong i = 0; i < 99; i++)
            await server.RollForwardAsync(i, FarTip);
        await simulated.PassAsync(1);
        Assert.Equal(300, server.Requests);
        await server.RollForwardAsync(99, FarTip);
        await simulated.PassAsync(1);
        Assert.Equal(400, server.Requests);
    });

    [Fact]
    public void Near_the_tip_no_more_is_asked_for_than_the_peer_has() => Run(isTrustable: false, async (server, node, simulated) =>
    {
        Tip near = new(ScriptedBlock.Create(9, 5).Point, new BlockNo(5));
        await server.AnswerIntersectAsync(near);
        await simulated.PassAsync(1);
        Assert.Equal(5, server.Requests);
        for (ulong i = 0; i < 6; i++)
        {
            await server.RollForwardAsync(i, near);
            await simulated.PassAsync(1);
        }
        // The sixth block is the tip: one request stays open.
        Assert.Equal(7, server.Requests);
        Assert.Equal(6, node.Upstream!.Headers.Count);
    });

    [Fact]
    public void PeerThat_has_no_block_is_left_between_601_and_911_seconds() => Run(isTrustable: false, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(Tip.Genesis);
        await server.CountRequestsAsync(1);
        await server.SendAsync(ChainSyncMessage.AwaitReply.Instance);
        await server.AnswerKeepAliveAsync(difference: 0);
        server.IsAnsweringKeepAlive = true;
        await simulated.PassAsync(600);
        Assert.Empty(node.Events.CloseReasons);
        await simulated.UntilAsync(() => node.Events.CloseReasons.Count > 0, "left", 312);
        CloseReason.ProtocolViolated violated = Assert.IsType<CloseReason.ProtocolViolated>(node.Events.CloseReasons[0]);
        ProtocolViolation.TimedOut timedOut = Assert.IsType<ProtocolViolation.TimedOut>(violated.Violation);
        Assert.Equal("MustReply", timedOut.State);
        Assert.InRange(timedOut.Limit.TotalSeconds, 601, 911);
    });

    [Fact]
    public void TrustedPeer_may_be_silent_for_ever() => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(Tip.Genesis);
        await server.CountRequestsAsync(1);
        await server.SendAsync(ChainSyncMessage.AwaitReply.Instance);
        await server.AnswerKeepAliveAsync(difference: 0);
        server.IsAnsweringKeepAlive = true;
        await simulated.PassAsync(20_000);
        Assert.Empty(node.Events.CloseReasons);
        Assert.Equal(1, node.Upstream!.Awaits);
    });

    [Fact]
    public void PeerThat_does_not_answer_a_request_is_left_after_ten_seconds() => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(FarTip);
        await simulated.UntilAsync(() => node.Events.CloseReasons.Count > 0, "left", 11);
        Assert.Equal(
            new CloseReason.ProtocolViolated(MiniProtocol.ChainSync, new ProtocolViolation.TimedOut("CanAwait", TimeSpan.FromSeconds(10))),
            node.Events.CloseReasons[0]);
    });

    [Fact]
    public void Intersection_that_was_not_offered_is_a_violation() => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(FarTip, FarTip.Point);
        await simulated.UntilAsync(() => node.Events.CloseReasons.Count > 0, "left", 5);
        Assert.IsType<ProtocolViolation.ForeignIntersection>(
            Assert.IsType<CloseReason.ProtocolViolated>(node.Events.CloseReasons[0]).Violation);
    });

    [Fact]
    public void Header_that_the_node_cannot_read_is_the_peers_fault() => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(FarTip);
        await server.CountRequestsAsync(1);
        await server.SendAsync(new ChainSyncMessage.RollForward(new byte[] { 0x80 }, FarTip));
        await simulated.UntilAsync(() => node.Events.CloseReasons.Count > 0, "left", 5);
        ProtocolViolation violation = Assert.IsType<CloseReason.ProtocolViolated>(node.Events.CloseReasons[0]).Violation;
        Assert.Equal("CanAwait", Assert.IsType<ProtocolViolation.Malformed>(violation).State);
        Assert.False(node.Host.Failed.IsCompleted);
        await simulated.UntilAsync(() => node.Taker.Handlers[0].Reason is not null, "the handler hears of it");
        Assert.Equal(node.Events.CloseReasons[0], node.Taker.Handlers[0].Reason);
    });

    [Fact]
    public void Misbehaviour_that_the_node_finds_closes_the_connection() => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(Tip.Genesis);
        node.Upstream!.Peer.Disconnect("block 7 is a lie");
        await simulated.UntilAsync(() => node.Events.CloseReasons.Count > 0, "left", 5);
        Assert.Equal(new CloseReason.Misbehaved("block 7 is a lie"), node.Events.CloseReasons[0]);
        Assert.Equal(new CloseReason.Misbehaved("block 7 is a lie"), node.Host.Peers[0].LastError);
    });

    [Fact]
    public void KeepAlive_with_another_cookie_is_a_violation() => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerKeepAliveAsync(difference: 1);
        await simulated.UntilAsync(() => node.Events.CloseReasons.Count > 0, "left", 5);
        Assert.IsType<ProtocolViolation.WrongCookie>(Assert.IsType<CloseReason.ProtocolViolated>(node.Events.CloseReasons[0]).Violation);
    });

    [Fact]
    public void KeepAlive_measures_the_round_trip() => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(Tip.Genesis);
        await simulated.PassAsync(0.25);
        await server.AnswerKeepAliveAsync(difference: 0);
        await simulated.UntilAsync(() => node.Host.Peers[0].RoundTrip is not null, "measured", 5);
        Assert.InRange(node.Host.Peers[0].RoundTrip!.Value.TotalSeconds, 0.25, 0.5);
    });

    [Fact]
    public void KeepAlive_without_an_answer_is_left_after_sixty_seconds() => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(Tip.Genesis);
        await server.CountRequestsAsync(1);
        await server.SendAsync(ChainSyncMessage.AwaitReply.Instance);
        await simulated.UntilAsync(() => node.Events.CloseReasons.Count > 0, "left", 61);
        Assert.Equal(
            new CloseReason.ProtocolViolated(MiniProtocol.KeepAlive, new ProtocolViolation.TimedOut("Server", TimeSpan.FromSeconds(60))),
            node.Events.CloseReasons[0]);
    });

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Batch_of_another_length_than_the_headers_say_is_a_violation(int asked, int sent) => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(Tip.Genesis);
        Task<FetchOutcome> fetch = Fetch(node, asked, []);
        await server.UntilRangeAsync();
        await server.SendAsync(new BlockFetchMessage.StartBatch());
        for (int i = 0; i < sent; i++)
            await server.SendAsync(new BlockFetchMessage.Block(ScriptedBlock.Create((ulong)i, 0).Stored));
        await server.SendAsync(new BlockFetchMessage.BatchDone());
        Assert.Equal(FetchOutcome.PeerGone, await fetch);
        await simulated.UntilAsync(() => node.Events.CloseReasons.Count > 0, "left", 5);
        Assert.Equal(
            new CloseReason.ProtocolViolated(MiniProtocol.BlockFetch, new ProtocolViolation.WrongBlockCount(asked, sent)),
            node.Events.CloseReasons[0]);
    });

    [Fact]
    public void Fetches_are_pipelined_and_answered_in_order() => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(Tip.Genesis);
        List<Point> first = [];
        List<Point> third = [];
        Task<FetchOutcome>[] fetches = [Fetch(node, 2, first), Fetch(node, 1, []), Fetch(node, 1, third)];
        await simulated.UntilAsync(() => server.Ranges == 3, "three ranges asked for before any is answered");
        await server.SendAsync(new BlockFetchMessage.StartBatch());
        await server.SendAsync(new BlockFetchMessage.Block(ScriptedBlock.Create(1, 0).Stored));
        await server.SendAsync(new BlockFetchMessage.Block(ScriptedBlock.Create(2, 1).Stored));
        await server.SendAsync(new BlockFetchMessage.BatchDone());
        await server.SendAsync(new BlockFetchMessage.NoBlocks());
        await server.SendAsync(new BlockFetchMessage.StartBatch());
        await server.SendAsync(new BlockFetchMessage.Block(ScriptedBlock.Create(3, 2).Stored));
        await server.SendAsync(new BlockFetchMessage.BatchDone());
        Assert.Equal(FetchOutcome.Completed, await fetches[0]);
        Assert.Equal(FetchOutcome.NoBlocks, await fetches[1]);
        Assert.Equal(FetchOutcome.Completed, await fetches[2]);
        Assert.Equal([ScriptedBlock.Create(1, 0).Point, ScriptedBlock.Create(2, 1).Point], first);
        Assert.Equal([ScriptedBlock.Create(3, 2).Point], third);
    });

    [Fact]
    public void Fetches_beyond_the_bytes_in_flight_wait() => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(Tip.Genesis);
        List<Task<FetchOutcome>> fetches = [];
        for (int i = 0; i < 3; i++)
            fetches.Add(Fetch(node, 1, [], BlockRange.SizeBytesMax / 2));
        await simulated.PassAsync(1);
        Assert.Equal(2, server.Ranges);
        await server.SendAsync(new BlockFetchMessage.NoBlocks());
        await simulated.PassAsync(1);
        Assert.Equal(3, server.Ranges);
        await server.DisposeAsync();
        Assert.Equal([FetchOutcome.NoBlocks, FetchOutcome.PeerGone, FetchOutcome.PeerGone], [await fetches[0], await fetches[1], await fetches[2]]);
    });

    [Fact]
    public void Fetch_that_is_cancelled_leaves_the_protocol_in_order() => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(Tip.Genesis);
        using CancellationTokenSource cancelled = new();
        List<Point> dropped = [];
        List<Point> taken = [];
        Task<FetchOutcome> first = Fetch(node, 1, dropped, cancellation: cancelled.Token);
        await server.UntilRangeAsync();
        cancelled.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await first);
        Task<FetchOutcome> second = Fetch(node, 1, taken);
        for (ulong i = 1; i <= 2; i++)
        {
            await server.SendAsync(new BlockFetchMessage.StartBatch());
            await server.SendAsync(new BlockFetchMessage.Block(ScriptedBlock.Create(i, i).Stored));
            await server.SendAsync(new BlockFetchMessage.BatchDone());
        }
        Assert.Equal(FetchOutcome.Completed, await second);
        Assert.Empty(dropped);
        Assert.Equal([ScriptedBlock.Create(2, 2).Point], taken);
    });

    [Fact]
    public void Blocks_that_stop_coming_are_left_after_sixty_seconds() => Run(isTrustable: true, async (server, node, simulated) =>
    {
        await server.AnswerIntersectAsync(Tip.Genesis);
        await server.CountRequestsAsync(1);
        await server.SendAsync(ChainSyncMessage.AwaitReply.Instance);
        await server.AnswerKeepAliveAsync(difference: 0);
        Task<FetchOutcome> fetch = Fetch(node, 1, []);
        await server.UntilRangeAsync();
        await server.SendAsync(new BlockFetchMessage.StartBatch());
        server.IsAnsweringKeepAlive = true;
        Assert.Equal(FetchOutcome.PeerGone, await fetch);
        await simulated.UntilAsync(() => node.Events.CloseReasons.Count > 0, "left", 5);
        Assert.Equal(
            new CloseReason.ProtocolViolated(MiniProtocol.BlockFetch, new ProtocolViolation.TimedOut("Streaming", TimeSpan.FromSeconds(60))),
            node.Events.CloseReasons[0]);
    });

    private static Task<FetchOutcome> Fetch(
        TestNode node, int count, List<Point> taken, long sizeBytes = 1_000, CancellationToken cancellation = default)
    {
        Point point = ScriptedBlock.Create(1, 0).Point;
        return node.Upstream!.Peer.FetchAsync(
            new BlockRange(point, point, count, sizeBytes),
            (block, _) =>
            {
                taken.Add(ScriptedBlock.ReadStored(block));
                return ValueTask.CompletedTask;
            },
            cancellation).AsTask();
    }

    private static void Run(bool isTrustable, Func<ScriptedServer, TestNode, Simulated, Task> scenario)
    {
        Simulated simulated = new(1);
        simulated.Run(async () =>
        {
            await using TestNode node = simulated.Node(1, isFetching: false);
            await using IListener listener = simulated.Network.Listen(Simulated.Address(2));
            node.Host.Start();
            node.Host.SetPeers(new PeerTargets([new PeerGroup([new AccessPoint("10.0.0.2", 3001)], 1, 1, true, isTrustable)]));
            await using ScriptedServer server = new(await listener.AcceptAsync(default));
            await server.AcceptAsync();
            await simulated.UntilAsync(() => node.Upstream is not null, "followed");
            await scenario(server, node, simulated);
        }, limitSeconds: 100_000);
    }

    /// <summary>A server that answers when the test says so, and counts what it is asked.</summary>
    private sealed class ScriptedServer(IBearer bearer) : IAsyncDisposable
    {
        private readonly RawPeer _peer = new(bearer);
        private readonly AsyncSignal _asked = new();
        private ushort? _cookie;
        private bool _isIntersectAsked;

        public int Requests { get; private set; }

        public int Ranges { get; private set; }

        public bool IsAnsweringKeepAlive { get; set; }

        public async Task AcceptAsync()
        {
            HandshakeMessage proposal = await _peer.ReceiveAsync(HandshakeCodec.Instance);
            VersionData ours = new(new NetworkMagic(42), false, false, false);
            (HandshakeMessage answer, _, _) = HandshakeResponder.Answer(ours, proposal);
            await _peer.SendAsync(MiniProtocol.Handshake, HandshakeCodec.Instance, answer, isFromResponder: true);
            _ = ListenAsync();
        }

        public async Task AnswerIntersectAsync(Tip tip, Point intersection = default)
        {
            while (!_isIntersectAsked)
                await _asked.WaitAsync(default);
            await SendAsync(new ChainSyncMessage.IntersectFound(intersection, tip));
        }

        public async Task AnswerKeepAliveAsync(ushort difference)
        {
            while (_cookie is null)
                await _asked.WaitAsync(default);
            await _peer.SendAsync(
                MiniProtocol.KeepAlive, KeepAliveCodec.Instance, new KeepAliveMessage.Response((ushort)(_cookie.Value + difference)), isFromResponder: true);
        }

        public async Task CountRequestsAsync(int count)
        {
            while (Requests < count)
                await _asked.WaitAsync(default);
        }

        public async Task UntilRangeAsync()
        {
            while (Ranges == 0)
                await _asked.WaitAsync(default);
        }

        public Task RollForwardAsync(ulong blockNo, Tip tip) =>
            SendAsync(new ChainSyncMessage.RollForward(ScriptedBlock.Create(2 * blockNo, blockNo).Header, tip));

        public Task SendAsync(ChainSyncMessage message) =>
            _peer.SendAsync(MiniProtocol.ChainSync, ChainSyncCodec.Instance, message, isFromResponder: true);

        public Task SendAsync(BlockFetchMessage message) =>
            _peer.SendAsync(MiniProtocol.BlockFetch, BlockFetchCodec.Instance, message, isFromResponder: true);

        public ValueTask DisposeAsync() => _peer.DisposeAsync();

        private async Task ListenAsync()
        {
            Dictionary<ushort, IngressQueue> queues = [];
            while (await _peer.ReceiveAsync() is var (header, payload))
            {
                IngressQueue queue = queues.TryGetValue(header.Protocol, out IngressQueue? known)
                    ? known
                    : queues[header.Protocol] = new IngressQueue(1_000_000);
                queue.TryAppend(new System.Buffers.ReadOnlySequence<byte>(payload));
                while (queue.TryTake(100_000, out byte[] message) == TakeOutcome.Taken)
                    await TakeAsync((MiniProtocol)header.Protocol, message);
            }
        }

        private async Task TakeAsync(MiniProtocol protocol, byte[] message)
        {
            switch (protocol)
            {
                case MiniProtocol.ChainSync when ChainSyncCodec.Instance.Decode(message) is ChainSyncMessage.RequestNext:
                    Requests++;
                    break;
                case MiniProtocol.ChainSync:
                    _isIntersectAsked = true;
                    break;
                case MiniProtocol.BlockFetch:
                    Ranges++;
                    break;
                case MiniProtocol.KeepAlive when KeepAliveCodec.Instance.Decode(message) is KeepAliveMessage.KeepAlive ask:
                    _cookie = ask.Cookie;
                    if (IsAnsweringKeepAlive)
                        await AnswerKeepAliveAsync(0);
                    break;
                default:
                    break;
            }
            _asked.Set();
        }
    }
}
