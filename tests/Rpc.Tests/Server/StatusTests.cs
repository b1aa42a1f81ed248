using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Server;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using Xunit;

namespace PoolTopology.Rpc.Tests.Server;

/// <summary>How calls end: status, detail and metadata as the caller sees them.</summary>
public sealed class StatusTests
{
    private static readonly RpcCallOptions Soon = RpcCallOptions.Within(TimeSpan.FromSeconds(20));

    [Theory]
    [InlineData(RpcStatusCode.Unimplemented)]
    [InlineData(RpcStatusCode.Cancelled)]
    [InlineData(RpcStatusCode.Unknown)]
    [InlineData(RpcStatusCode.InvalidArgument)]
    [InlineData(RpcStatusCode.NotFound)]
    [InlineData(RpcStatusCode.Unauthenticated)]
    public async Task A_handlers_status_reaches_the_caller_with_detail_and_trailers(RpcStatusCode code)
    {
        RpcMetadata trailers = new();
        trailers.Add("reason", "tip-stalled");
        trailers.Add("proof-bin", [0, 255]);
        await using RunningServer server = await StartAsync(new EchoService
        {
            Say = (_, context, _) =>
            {
                context.ResponseTrailers.Add("from", "context");
                throw new RpcException(code, "größer als 100 %\nзапрос 🚀", trailers);
            },
        });

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => SayAsync(server));

        Assert.Equal(code, failure.Code);
        Assert.Equal("größer als 100 %\nзапрос 🚀", failure.Detail);
        Assert.Equal("tip-stalled", failure.Trailers.Text("reason"));
        Assert.Equal("context", failure.Trailers.Text("from"));
        Assert.Equal([0, 255], failure.Trailers.Bytes("proof-bin")!.Value.ToArray());
    }

    [Theory]
    [InlineData(RpcStatusCode.Aborted)]
    [InlineData(RpcStatusCode.Unimplemented)]
    public async Task A_status_after_some_messages_reaches_the_caller_after_them(RpcStatusCode code)
    {
        await using RunningServer server = await StartAsync(new EchoService { CountTo = CountAndFail });
        await using IAsyncEnumerator<Count> counts = server.Channel.ServerStreamingAsync(
            EchoMethods.CountTo, new Count(), Soon, CancellationToken.None).GetAsyncEnumerator();

        Assert.True(await counts.MoveNextAsync());
        Assert.True(await counts.MoveNextAsync());
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await counts.MoveNextAsync());

        Assert.Equal(code, failure.Code);
        Assert.Equal("after two", failure.Detail);

        async IAsyncEnumerable<Count> CountAndFail(
            Count request, RpcContext context, [EnumeratorCancellation] CancellationToken cancellation)
        {
            yield return new Count();
            yield return new Count();
            await Task.Yield();
            throw new RpcException(code, "after two");
        }
    }

    [Fact]
    public async Task An_exception_of_a_handler_is_internal_and_its_text_stays_in_the_log()
    {
        using RecordingLogs logs = new();
        await using RunningServer server = await RunningServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            RpcServerOptions.Default with { Logs = logs },
            RpcChannelOptions.Default,
            new EchoService { Say = (_, _, _) => throw new FileNotFoundException("/keys/secret.skey") }.Define());

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => SayAsync(server));

        Assert.Equal(RpcStatusCode.Internal, failure.Code);
        Assert.DoesNotContain("secret", failure.Detail, StringComparison.Ordinal);
        (LogLevel level, Exception? logged) = Assert.Single(logs.Entries);
        Assert.Equal(LogLevel.Error, level);
        Assert.IsType<FileNotFoundException>(logged);
    }

    [Fact]
    public async Task A_status_that_a_handler_chose_is_not_logged_as_a_failure()
    {
        using RecordingLogs logs = new();
        await using RunningServer server = await RunningServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            RpcServerOptions.Default with { Logs = logs },
            RpcChannelOptions.Default,
            new EchoService { Say = (_, _, _) => throw new RpcException(RpcStatusCode.NotFound, "no") }.Define());

        await Assert.ThrowsAsync<RpcException>(() => SayAsync(server));

        Assert.Empty(logs.Entries);
    }

    [Fact]
    public async Task Metadata_travels_both_ways()
    {
        RpcMetadata? seen = null;
        await using RunningServer server = await StartAsync(new EchoService
        {
            Say = (request, context, _) =>
            {
                seen = context.RequestHeaders;
                context.ResponseHeaders.Add("before", "1");
                context.ResponseHeaders.Add("before-bin", [1, 2, 3]);
                context.ResponseTrailers.Add("after", "2");
                return Task.FromResult(request);
            },
        });
        RpcMetadata headers = new();
        headers.Add("ask", "first");
        headers.Add("ask", "second");
        headers.Add("ask-bin", new byte[] { 9, 8 });

        RpcReply<Text> reply = await server.Channel.UnaryWithMetadataAsync(
            EchoMethods.Say, new Text(), Soon with { Headers = headers }, CancellationToken.None);

        Assert.Equal("first, second", string.Join(", ", seen!.Entries.Where(e => e.Name == "ask").Select(e => e.Text)));
        Assert.Equal([9, 8], seen.Bytes("ask-bin")!.Value.ToArray());
        Assert.Equal("1", reply.Headers.Text("before"));
        Assert.Equal([1, 2, 3], reply.Headers.Bytes("before-bin")!.Value.ToArray());
        Assert.Equal("2", reply.Trailers.Text("after"));
    }

    [Fact]
    public async Task A_response_above_the_limit_is_resource_exhausted()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            RpcServerOptions.Default with { MaxSentMessageBytes = 100 },
            RpcChannelOptions.Default,
            new EchoService().Define());

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => server.Channel.UnaryAsync(
            EchoMethods.Say, new Text { Text_ = new string('x', 200) }, Soon, CancellationToken.None));

        Assert.Equal(RpcStatusCode.ResourceExhausted, failure.Code);
    }

    [Fact]
    public async Task A_response_above_the_callers_limit_is_resource_exhausted()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            RpcServerOptions.Default,
            RpcChannelOptions.Default with { MaxReceivedMessageBytes = 100 },
            new EchoService().Define());

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => server.Channel.UnaryAsync(
            EchoMethods.Say, new Text { Text_ = new string('x', 200) }, Soon, CancellationToken.None));

        Assert.Equal(RpcStatusCode.ResourceExhausted, failure.Code);
    }

    private static Task<RunningServer> StartAsync(EchoService service) => RunningServer.StartAsync(service.Define());

    private static Task<Text> SayAsync(RunningServer server) =>
        server.Channel.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None);

    /// <summary>Keeps what a server reports at warning and above.</summary>
    private sealed class RecordingLogs : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, Exception? Failure)> Entries { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel level, EventId id, TState state, Exception? failure, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(level))
                Entries.Enqueue((level, failure));
        }

        public void Dispose()
        {
        }
    }
}
