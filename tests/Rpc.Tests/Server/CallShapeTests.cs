using System.Net;
using Google.Protobuf;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Server;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using Xunit;

namespace PoolTopology.Rpc.Tests.Server;

/// <summary>Every shape of call, over TCP and over a unix domain socket.</summary>
public sealed class CallShapeTests
{
    private static readonly RpcCallOptions Soon = RpcCallOptions.Within(TimeSpan.FromSeconds(20));

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.Unix)]
    public async Task Unary_call_returns_the_handlers_message(Wire wire)
    {
        await using RunningServer server = await StartAsync(wire);
        Text sent = new() { Text_ = "Zürich 日本 🚀", Blob = ByteString.CopyFrom(new byte[100_000]) };

        Text received = await server.Channel.UnaryAsync(EchoMethods.Say, sent, Soon, CancellationToken.None);

        Assert.Equal(sent, received);
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.Unix)]
    public async Task Server_stream_returns_all_messages_in_order(Wire wire)
    {
        await using RunningServer server = await StartAsync(wire);

        List<int> received = [];
        await foreach (Count count in server.Channel.ServerStreamingAsync(
            EchoMethods.CountTo, new Count { Value = 1_000 }, Soon, CancellationToken.None))
        {
            received.Add(count.Value);
        }

        Assert.Equal(Enumerable.Range(1, 1_000), received);
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.Unix)]
    public async Task Server_stream_of_nothing_ends_with_ok(Wire wire)
    {
        await using RunningServer server = await StartAsync(wire);

        IAsyncEnumerable<Count> none = server.Channel.ServerStreamingAsync(
            EchoMethods.CountTo, new Count { Value = 0 }, Soon, CancellationToken.None);

        Assert.Equal(0, await none.CountAsync());
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.Unix)]
    public async Task Client_stream_reaches_the_handler_in_order(Wire wire)
    {
        await using RunningServer server = await StartAsync(wire);
        await using ClientStreamingCall<Count, Count> call =
            server.Channel.ClientStreaming(EchoMethods.Sum, Soon, CancellationToken.None);

        for (int i = 1; i <= 1_000; i++)
            await call.WriteAsync(new Count { Value = i }, CancellationToken.None);
        Count sum = await call.CompleteAsync(CancellationToken.None);

        Assert.Equal(500_500, sum.Value);
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.Unix)]
    public async Task Duplex_call_answers_while_the_request_stream_is_open(Wire wire)
    {
        await using RunningServer server = await StartAsync(wire);
        await using DuplexCall<Text, Text> call = server.Channel.Duplex(EchoMethods.Chat, Soon, CancellationToken.None);
        await using IAsyncEnumerator<Text> responses = call.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();

        for (int i = 0; i < 100; i++)
        {
            await call.WriteAsync(new Text { Text_ = $"message {i}" }, CancellationToken.None);
            Assert.True(await responses.MoveNextAsync());
            Assert.Equal($"message {i}", responses.Current.Text_);
        }
        await call.CompleteAsync(CancellationToken.None);

        Assert.False(await responses.MoveNextAsync());
    }

    [Fact]
    public async Task Duplex_writes_from_many_tasks_never_interleave()
    {
        await using RunningServer server = await StartAsync(Wire.Tcp);
        await using DuplexCall<Text, Text> call = server.Channel.Duplex(EchoMethods.Chat, Soon, CancellationToken.None);
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"{i}:" + new string('x', i * 37))];

        Task writing = Task.WhenAll(texts.Select(text =>
            call.WriteAsync(new Text { Text_ = text }, CancellationToken.None).AsTask()))
            .ContinueWith(_ => call.CompleteAsync(CancellationToken.None).AsTask(), TaskScheduler.Default).Unwrap();
        List<string> received = [];
        await foreach (Text text in call.ReadAllAsync(CancellationToken.None))
            received.Add(text.Text_);
        await writing;

        Assert.Equal(texts.Order(), received.Order());
    }

    [Fact]
    public async Task Calls_share_one_channel_concurrently()
    {
        await using RunningServer server = await StartAsync(Wire.Tcp);

        Text[] replies = await Task.WhenAll(Enumerable.Range(0, 500).Select(i =>
            server.Channel.UnaryAsync(EchoMethods.Say, new Text { Text_ = $"{i}" }, Soon, CancellationToken.None)));

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), replies.Select(reply => reply.Text_));
    }

    private static Task<RunningServer> StartAsync(Wire wire) => RunningServer.StartAsync(
        wire == Wire.Unix ? RunningServer.NewUnixSocket() : new IPEndPoint(IPAddress.Loopback, 0),
        RpcServerOptions.Default,
        RpcChannelOptions.Default,
        new EchoService().Define());

    public enum Wire
    {
        Tcp,
        Unix,
    }
}
