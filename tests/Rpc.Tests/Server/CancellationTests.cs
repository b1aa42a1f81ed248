using System.Net;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Server;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Rpc.Tests.Server;

/// <summary>Calls that are given up in the middle, and streams whose reader does not keep up.</summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _produced;

    [Fact]
    public async Task Cancelling_a_unary_call_throws_cancellation_and_reaches_the_handler()
    {
        using CancellationTokenSource giveUp = new();
        await using RunningServer server = await RunningServer.StartAsync(new EchoService
        {
            Say = async (request, _, cancellation) =>
            {
                await using CancellationTokenRegistration registration = cancellation.Register(_ended.SetResult);
                await giveUp.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellation);
                return request;
            },
        }.Define());

        OperationCanceledException failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => server.Channel.UnaryAsync(EchoMethods.Say, new Text(), RpcCallOptions.None, giveUp.Token));

        Assert.Equal(giveUp.Token, failure.CancellationToken);
        await _ended.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Leaving_a_response_stream_ends_the_handler()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new EchoService { CountTo = EndlessAsync }.Define());

        await foreach (Count count in server.Channel.ServerStreamingAsync(
            EchoMethods.CountTo, new Count(), RpcCallOptions.None, CancellationToken.None))
        {
            if (count.Value == 100)
                break;
        }

        await _ended.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Disposing_a_duplex_call_ends_the_handlers_requests()
    {
        await using RunningServer server = await RunningServer.StartAsync(new EchoService
        {
            Chat = async (requests, responses, _, cancellation) =>
            {
                try
                {
                    await foreach (Text request in requests.WithCancellation(cancellation))
                        await responses.WriteAsync(request, cancellation);
                }
                finally
                {
                    _ended.SetResult();
                }
            },
        }.Define());
        DuplexCall<Text, Text> call = server.Channel.Duplex(
            EchoMethods.Chat, RpcCallOptions.None, CancellationToken.None);
        await call.WriteAsync(new Text { Text_ = "x" }, CancellationToken.None);
        await using IAsyncEnumerator<Text> responses = call.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await responses.MoveNextAsync());

        await call.DisposeAsync();

        await _ended.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Cancelling_one_read_leaves_the_call_usable()
    {
        await using RunningServer server = await RunningServer.StartAsync(new EchoService().Define());
        await using DuplexCall<Text, Text> call = server.Channel.Duplex(
            EchoMethods.Chat, RpcCallOptions.None, CancellationToken.None);
        // The first read is cancelled before the response headers have come, the second inside the body.
        foreach (string text in new[] { "first", "second" })
        {
            using CancellationTokenSource brief = new();
            Task<Text> reading = call.ReadAllAsync(brief.Token).FirstAsync(CancellationToken.None).AsTask();
            await brief.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

            await call.WriteAsync(new Text { Text_ = text }, CancellationToken.None);
            Text answer = await call.ReadAllAsync(CancellationToken.None).FirstAsync();

            Assert.Equal(text, answer.Text_);
        }
    }

    [Fact]
    public async Task Cancelling_one_write_in_the_middle_fails_the_call()
    {
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RunningServer server = await RunningServer.StartAsync(new EchoService
        {
            Chat = async (_, _, _, cancellation) =>
            {
                await using CancellationTokenRegistration registration = cancellation.Register(_ended.SetResult);
                entered.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
            },
        }.Define());
        await using DuplexCall<Text, Text> call = server.Channel.Duplex(
            EchoMethods.Chat, RpcCallOptions.None, CancellationToken.None);
        using CancellationTokenSource brief = new();
        Text largerThanTheWindow = new() { Blob = ByteString.CopyFrom(new byte[4_000_000]) };

        Task writing = call.WriteAsync(largerThanTheWindow, brief.Token).AsTask();
        await entered.Task;
        await brief.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);

        await _ended.Task.WaitAsync(Patience);
        await Assert.ThrowsAsync<RpcException>(
            async () => await call.ReadAllAsync(CancellationToken.None).CountAsync());
    }

    [Fact]
    public async Task Writing_to_a_call_that_the_server_has_ended_says_so()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new EchoService { Chat = (_, _, _, _) => Task.CompletedTask }.Define());
        await using DuplexCall<Text, Text> call = server.Channel.Duplex(
            EchoMethods.Chat, RpcCallOptions.None, CancellationToken.None);
        Assert.Equal(0, await call.ReadAllAsync(CancellationToken.None).CountAsync());

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
                await call.WriteAsync(new Text(), CancellationToken.None);
        });

        Assert.Equal(RpcStatusCode.Unavailable, failure.Code);
        Assert.Equal("the call has ended; reading it tells how", failure.Detail);
    }

    [Fact]
    public async Task A_reader_that_waits_holds_the_producer_back()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new EchoService { CountTo = EndlessLargeAsync }.Define());
        await using IAsyncEnumerator<Count> counts = server.Channel.ServerStreamingAsync(
            EchoMethods.CountTo, new Count(), RpcCallOptions.None, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await counts.MoveNextAsync());

        // The producer runs until the window and the buffers are full, then stands still.
        int before;
        do
        {
            before = Volatile.Read(ref _produced);
            for (int i = 0; i < 20_000; i++)
                await Task.Yield();
        }
        while (Volatile.Read(ref _produced) != before);

        Assert.InRange(before, 2, 400_000);
        for (int i = 0; i < 50_000; i++)
            Assert.True(await counts.MoveNextAsync());
    }

    [Fact]
    public async Task A_reader_that_stands_still_for_too_long_is_cut_off()
    {
        VirtualTime clock = new();
        await using RunningServer server = await RunningServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            RpcServerOptions.Default with { Clock = clock, SlowReaderGrace = TimeSpan.FromSeconds(30) },
            RpcChannelOptions.Default,
            new EchoService { CountTo = EndlessAsync }.Define());
        await using IAsyncEnumerator<Count> counts = server.Channel.ServerStreamingAsync(
            EchoMethods.CountTo, new Count(), RpcCallOptions.None, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await counts.MoveNextAsync());

        // The grace runs only while a message waits: advance until one has waited long enough.
        while (!_ended.Task.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await counts.MoveNextAsync())
                Assert.NotNull(counts.Current);
        });
        Assert.Equal(RpcStatusCode.ResourceExhausted, failure.Code);
    }

    [Fact]
    public async Task What_a_duplex_handler_leaves_running_is_cancelled_with_its_call()
    {
        Task? background = null;
        await using RunningServer server = await RunningServer.StartAsync(new EchoService
        {
            Chat = (requests, _, _, cancellation) =>
            {
                background = DrainAsync(requests, cancellation);
                return Task.CompletedTask;
            },
        }.Define());
        await using DuplexCall<Text, Text> call = server.Channel.Duplex(
            EchoMethods.Chat, RpcCallOptions.None, CancellationToken.None);

        Assert.Equal(0, await call.ReadAllAsync(CancellationToken.None).CountAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => background!.WaitAsync(Patience));

        static async Task DrainAsync(IAsyncEnumerable<Text> requests, CancellationToken cancellation)
        {
            await foreach (Text request in requests.WithCancellation(cancellation))
                Assert.NotNull(request);
        }
    }

    [Fact]
    public async Task An_upload_that_the_server_ended_early_reports_the_servers_status()
    {
        await using RunningServer server = await RunningServer.StartAsync(new EchoService
        {
            Sum = (_, _, _) => throw new RpcException(RpcStatusCode.PermissionDenied, "not you"),
        }.Define());
        await using ClientStreamingCall<Count, Count> call = server.Channel.ClientStreaming(
            EchoMethods.Sum, RpcCallOptions.None, CancellationToken.None);

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
                await call.WriteAsync(new Count { Value = 1 }, CancellationToken.None);
        });

        Assert.Equal(RpcStatusCode.PermissionDenied, failure.Code);
    }

    [Fact]
    public async Task A_message_larger_than_every_window_passes_both_ways()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            RpcServerOptions.Default with { MaxReceivedMessageBytes = 1 << 26, MaxSentMessageBytes = 1 << 26 },
            RpcChannelOptions.Default with { MaxReceivedMessageBytes = 1 << 26, MaxSentMessageBytes = 1 << 26 },
            new EchoService().Define());
        Text large = new() { Blob = ByteString.CopyFrom(new byte[20_000_000]) };

        Text echoed = await server.Channel.UnaryAsync(
            EchoMethods.Say, large, RpcCallOptions.Within(TimeSpan.FromMinutes(1)), CancellationToken.None);

        Assert.Equal(large, echoed);
    }

    private async IAsyncEnumerable<Count> EndlessAsync(
        Count request, RpcContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            for (int i = 0; ; i++)
            {
                yield return new Count { Value = i };
                await Task.Yield();
                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private async IAsyncEnumerable<Count> EndlessLargeAsync(
        Count request, RpcContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            yield return new Count { Value = Interlocked.Increment(ref _produced) };
            await Task.Yield();
        }
    }
}
