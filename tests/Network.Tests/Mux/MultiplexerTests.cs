using PoolTopology.Network.Bearer;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Network.Tests.Fakes;
using Xunit;

namespace PoolTopology.Network.Tests.Mux;

public sealed class MultiplexerTests
{
    [Fact]
    public void Protocols_take_turns_with_one_segment_each()
    {
        Simulated simulated = new(1);
        List<(int Protocol, int Bytes)> segments = [];
        simulated.Run(async () =>
        {
            (InMemoryBearer ours, InMemoryBearer theirs) = InMemoryBearer.CreatePair(Simulated.Address(1), Simulated.Address(2));
            using Multiplexer mux = new(ours, simulated.Time);
            using CancellationTokenSource stop = new();
            // Much of one, little of another: the little one does not wait for the much.
            MuxChannel much = mux.Open(MiniProtocol.BlockFetch, ProtocolRole.Responder, 100);
            MuxChannel little = mux.Open(MiniProtocol.KeepAlive, ProtocolRole.Responder, 100);
            await much.SendAsync(new byte[60_000], default);
            await little.SendAsync(new byte[10], default);
            Task sending = mux.SendAsync(stop.Token);
            RawPeer peer = new(theirs);
            for (int i = 0; i < 6; i++)
            {
                (SegmentHeader header, byte[] payload) = (await peer.ReceiveAsync())!.Value;
                Assert.True(header.IsFromResponder);
                segments.Add((header.Protocol, payload.Length));
            }
            stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        });
        Assert.Equal([(3, 12_288), (8, 10), (3, 12_288), (3, 12_288), (3, 12_288), (3, 10_848)], segments);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Messages_of_several_protocols_both_ways_arrive_whole_and_in_order(int seed)
    {
        Simulated simulated = new(seed);
        simulated.Run(async () =>
        {
            await using IListener listener = simulated.Network.Listen(Simulated.Address(2));
            IBearer near = await simulated.Network.ConnectAsync(Simulated.Address(2), null, default);
            IBearer far = await listener.AcceptAsync(default);
            using Multiplexer first = new(near, simulated.Time);
            using Multiplexer second = new(far, simulated.Time);
            MiniProtocol[] protocols = [MiniProtocol.ChainSync, MiniProtocol.BlockFetch, MiniProtocol.KeepAlive];
            List<Task> transfers = [];
            foreach (MiniProtocol protocol in protocols)
            {
                MuxChannel asking = first.Open(protocol, ProtocolRole.Initiator, 10_000_000);
                MuxChannel answering = second.Open(protocol, ProtocolRole.Responder, 10_000_000);
                transfers.Add(TransferAsync(asking, answering, new Random(seed)));
                transfers.Add(TransferAsync(answering, asking, new Random(seed + 1)));
            }
            using CancellationTokenSource stop = new();
            Task[] running = [first.SendAsync(stop.Token), first.ReceiveAsync(stop.Token), second.SendAsync(stop.Token), second.ReceiveAsync(stop.Token)];
            foreach (Task transfer in transfers)
                await transfer;
            stop.Cancel();
            foreach (Task task in running)
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
            await near.DisposeAsync();
            await far.DisposeAsync();
        });
    }

    [Fact]
    public void Segment_of_the_direction_that_does_not_run_ends_the_connection()
    {
        Simulated simulated = new(1);
        simulated.Run(async () =>
        {
            (InMemoryBearer ours, InMemoryBearer theirs) = InMemoryBearer.CreatePair(Simulated.Address(1), Simulated.Address(2));
            using Multiplexer mux = new(ours, simulated.Time);
            mux.Open(MiniProtocol.ChainSync, ProtocolRole.Responder, 100);
            Task receiving = mux.ReceiveAsync(default);
            await new RawPeer(theirs).SendAsync(RawPeer.Segment(MiniProtocol.ChainSync, isFromResponder: true, [0x81, 0x01]));
            ConnectionFaultException fault = await Assert.ThrowsAsync<ConnectionFaultException>(() => receiving);
            Assert.Equal(new CloseReason.UnknownProtocol(2, false), fault.Reason);
        });
    }

    // Sends items of many sizes and checks that they come out as they went in.
    private static async Task TransferAsync(MuxChannel from, MuxChannel to, Random random)
    {
        List<byte[]> messages = [.. Enumerable.Range(0, 60).Select(_ => RandomCbor.Item(random, 4))];
        byte[] large = [0x5a, 0x00, 0x01, 0x86, 0xa0, .. new byte[100_000]];
        messages.Insert(30, large);
        Task sending = SendAllAsync(from, messages);
        foreach (byte[] expected in messages)
        {
            byte[] received;
            while (to.Ingress.TryTake(1_000_000, out received) != TakeOutcome.Taken)
                await to.Ingress.ArrivedAsync(default);
            Assert.Equal(expected, received);
        }
        await sending;
    }

    private static async Task SendAllAsync(MuxChannel channel, List<byte[]> messages)
    {
        foreach (byte[] message in messages)
            await channel.SendAsync(message, default);
    }
}
