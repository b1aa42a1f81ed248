using System.Net.Sockets;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using Xunit;

namespace PoolTopology.Rpc.Tests.Server;

/// <summary>Random bytes at both layers: inside HTTP/2 requests, and instead of HTTP/2.</summary>
public sealed class FuzzTests
{
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_bodies_get_a_status_and_leave_the_server_serving(int seed)
    {
        Random random = new(seed);
        await using RunningServer server = await RunningServer.StartAsync(new EchoService().Define());
        using RawCalls raw = new(server.Tcp);
        string[] methods = ["Say", "CountTo", "Sum", "Chat"];

        for (int i = 0; i < 1_500; i++)
        {
            byte[] body = RandomBody(random);

            RawResponse response = await raw.PostAsync($"/pooltopology.test.Echo/{methods[random.Next(4)]}", body);

            Assert.True(
                response.Status is RpcStatusCode.Ok or RpcStatusCode.Internal or RpcStatusCode.Unimplemented
                    or RpcStatusCode.ResourceExhausted,
                $"seed {seed}, body {Convert.ToHexString(body)}: {response.Status}");
        }
        await AssertServesAsync(server);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Random_connections_are_closed_and_leave_the_server_serving(int seed)
    {
        Random random = new(seed);
        await using RunningServer server = await RunningServer.StartAsync(new EchoService().Define());

        for (int i = 0; i < 300; i++)
        {
            using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server.Tcp);
            byte[] bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0)
                bytes = [.. Preface, .. RandomFrame(random, bytes)];
            await socket.SendAsync(bytes);
            // Half of them leave without a word, the others wait for the server to hang up or to answer.
            if (random.Next(2) == 0)
                socket.Shutdown(SocketShutdown.Send);
        }
        await AssertServesAsync(server);
    }

    private static byte[] RandomBody(Random random)
    {
        byte[] body = new byte[random.Next(40)];
        random.NextBytes(body);
        if (body.Length > 4 && random.Next(3) > 0)
        {
            body.AsSpan(0, 4).Clear();
            body[4] = (byte)Math.Max(0, body.Length - 5 - random.Next(2));
        }
        // A valid count would make CountTo count to two billion; keep its field out of the way.
        for (int i = 5; i < body.Length; i++)
        {
            if (body[i] == 0x08)
                body[i] = 0x0A;
        }
        return body;
    }

    /// <summary>A frame with a true length and everything else at random.</summary>
    private static byte[] RandomFrame(Random random, byte[] payload) =>
    [
        0, (byte)(payload.Length >> 8), (byte)payload.Length, (byte)random.Next(12), (byte)random.Next(256),
        0, 0, 0, (byte)random.Next(4), .. payload,
    ];

    private static async Task AssertServesAsync(RunningServer server)
    {
        RpcCallOptions soon = RpcCallOptions.Within(TimeSpan.FromSeconds(20));
        Text reply = await server.Channel.UnaryAsync(
            EchoMethods.Say, new Text { Text_ = "x" }, soon, CancellationToken.None);
        Assert.Equal("x", reply.Text_);
    }
}
