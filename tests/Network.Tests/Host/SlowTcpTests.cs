using System.Net.Sockets;
using PoolTopology.Network.Bearer;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Handshake;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Tests.Fakes;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Network.Tests.Host;

/// <summary>Clients that drip, on real sockets, with the node's clock in the test's hands.</summary>
public sealed class SlowTcpTests
{
    [Fact]
    public Task SilentClient_is_cut_when_the_handshake_takes_too_long() => AssertCutAsync(
        new CloseReason.HandshakeFailed(new HandshakeFailure.TimedOut(TimeSpan.FromSeconds(10))),
        _ => Task.CompletedTask);

    [Fact]
    public Task ClientThat_drips_its_proposal_is_cut() => AssertCutAsync(
        new CloseReason.HandshakeFailed(new HandshakeFailure.TimedOut(TimeSpan.FromSeconds(10))),
        async socket => await socket.SendAsync(RawPeer.Proposal().AsMemory(0, 11)));

    [Fact]
    public Task ClientThat_drips_a_segment_is_cut() => AssertCutAsync(
        new CloseReason.SegmentTimeout(TimeSpan.FromSeconds(30)),
        async socket =>
        {
            await socket.SendAsync(RawPeer.Proposal());
            await socket.SendAsync(RawPeer.Segment(MiniProtocol.ChainSync, false, [0x82, 0x04, 0x81, 0x80]));
            await socket.SendAsync(RawPeer.Segment(MiniProtocol.ChainSync, false, new byte[100]).AsMemory(0, 50));
        });

    private static async Task AssertCutAsync(CloseReason expected, Func<Socket, Task> act)
    {
        VirtualTime time = new();
        await using TestNode node = new(new TcpTransport(), Loopback.AnyPort, time, 1);
        node.Host.Start();
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(node.Address);
        await act(socket);
        // The bytes arrive in real time; only then does the clock begin to run.
        await Task.Delay(300);
        await Loopback.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return node.Events.CloseReasons.Count > 0;
            },
            "cut");
        Assert.Equal(expected, node.Events.CloseReasons[0]);
    }
}
