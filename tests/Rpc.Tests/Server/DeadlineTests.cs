using System.Net;
using System.Runtime.CompilerServices;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Server;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Rpc.Tests.Server;

/// <summary>Deadlines, each side with a clock of its own so that one of the two is known to act.</summary>
public sealed class DeadlineTests
{
    private static readonly RpcCallOptions Minute = RpcCallOptions.Within(TimeSpan.FromMinutes(1));

    private readonly VirtualTime _clock = new();
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RpcContext? _context;

    [Fact]
    public async Task The_server_ends_a_unary_call_at_its_deadline()
    {
        await using RunningServer server = await StartAsync(_clock, TimeProvider.System);
        Task<Text> call = server.Channel.UnaryAsync(EchoMethods.Say, new Text(), Minute, CancellationToken.None);
        await _entered.Task;

        _clock.Advance(TimeSpan.FromMinutes(1));

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(RpcStatusCode.DeadlineExceeded, failure.Code);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 1, 0, TimeSpan.Zero), _context!.Deadline);
    }

    [Fact]
    public async Task The_server_ends_a_stream_at_its_deadline()
    {
        await using RunningServer server = await StartAsync(_clock, TimeProvider.System);
        await using IAsyncEnumerator<Count> counts = server.Channel.ServerStreamingAsync(
            EchoMethods.CountTo, new Count(), Minute, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await counts.MoveNextAsync());

        _clock.Advance(TimeSpan.FromMinutes(1));

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await counts.MoveNextAsync());
        Assert.Equal(RpcStatusCode.DeadlineExceeded, failure.Code);
    }

    [Fact]
    public async Task The_client_ends_a_call_at_its_deadline_and_the_handler_hears_it()
    {
        await using RunningServer server = await StartAsync(TimeProvider.System, _clock);
        Task<Text> call = server.Channel.UnaryAsync(EchoMethods.Say, new Text(), Minute, CancellationToken.None);
        await _entered.Task;

        _clock.Advance(TimeSpan.FromMinutes(1));

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(RpcStatusCode.DeadlineExceeded, failure.Code);
        await _cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_response_that_comes_after_the_deadline_is_not_sent_as_a_success()
    {
        TaskCompletionSource<Text> late = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RunningServer server = await RunningServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            RpcServerOptions.Default with { Clock = _clock },
            RpcChannelOptions.Default,
            new EchoService
            {
                Say = (_, _, _) =>
                {
                    _entered.SetResult();
                    return late.Task;
                },
            }.Define());
        Task<Text> call = server.Channel.UnaryAsync(EchoMethods.Say, new Text(), Minute, CancellationToken.None);
        await _entered.Task;
        _clock.Advance(TimeSpan.FromMinutes(1));

        late.SetResult(new Text());

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(RpcStatusCode.DeadlineExceeded, failure.Code);
    }

    [Fact]
    public async Task A_deadline_that_has_passed_already_fails_without_a_server()
    {
        using RpcChannel channel = new(new IPEndPoint(IPAddress.Loopback, 1), RpcChannelOptions.Default);

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(
            EchoMethods.Say, new Text(), RpcCallOptions.Within(TimeSpan.FromSeconds(-1)), CancellationToken.None));

        Assert.Equal(RpcStatusCode.DeadlineExceeded, failure.Code);
    }

    private Task<RunningServer> StartAsync(TimeProvider server, TimeProvider client) => RunningServer.StartAsync(
        new IPEndPoint(IPAddress.Loopback, 0),
        RpcServerOptions.Default with { Clock = server },
        RpcChannelOptions.Default with { Clock = client },
        new EchoService { Say = HangAsync, CountTo = CountAndHangAsync }.Define());

    private async Task<Text> HangAsync(Text request, RpcContext context, CancellationToken cancellation)
    {
        _context = context;
        await using CancellationTokenRegistration registration = cancellation.Register(_cancelled.SetResult);
        _entered.SetResult();
        await Task.Delay(Timeout.Infinite, cancellation);
        return request;
    }

    private static async IAsyncEnumerable<Count> CountAndHangAsync(
        Count request, RpcContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new Count();
        await Task.Delay(Timeout.Infinite, cancellation);
    }
}
