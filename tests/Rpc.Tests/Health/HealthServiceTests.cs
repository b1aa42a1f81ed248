using Grpc.Health.V1;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Health;
using PoolTopology.Rpc.Tests.Support;
using Xunit;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace PoolTopology.Rpc.Tests.Health;

public sealed class HealthServiceTests
{
    private static readonly RpcCallOptions Soon = RpcCallOptions.Within(TimeSpan.FromSeconds(20));

    private readonly HealthRegistry _registry = new();

    [Fact]
    public async Task Check_answers_the_registered_state()
    {
        await using RunningServer server = await RunningServer.StartAsync(HealthService.Define(_registry));
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(server, ""));

        _registry.Set("", ServingStatus.Serving);

        Assert.Equal(ServingStatus.Serving, await CheckAsync(server, ""));
    }

    [Fact]
    public async Task Check_of_an_unknown_service_answers_not_found()
    {
        await using RunningServer server = await RunningServer.StartAsync(HealthService.Define(_registry));

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(server, "nobody"));

        Assert.Equal(RpcStatusCode.NotFound, failure.Code);
    }

    [Fact]
    public async Task List_answers_all_services()
    {
        _registry.Set("live", ServingStatus.Serving);
        await using RunningServer server = await RunningServer.StartAsync(HealthService.Define(_registry));

        HealthListResponse list = await server.Channel.UnaryAsync(
            HealthMethods.List, new HealthListRequest(), Soon, CancellationToken.None);

        Assert.Equal(["", "live"], list.Statuses.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(ServingStatus.Serving, list.Statuses["live"].Status);
    }

    [Fact]
    public async Task List_of_a_hundred_is_answered_and_of_more_is_refused()
    {
        for (int i = 1; i < 100; i++)
            _registry.Set($"service-{i}", ServingStatus.Serving);
        await using RunningServer server = await RunningServer.StartAsync(HealthService.Define(_registry));
        HealthListResponse full = await server.Channel.UnaryAsync(
            HealthMethods.List, new HealthListRequest(), Soon, CancellationToken.None);
        _registry.Set("one-more", ServingStatus.Serving);

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => server.Channel.UnaryAsync(
            HealthMethods.List, new HealthListRequest(), Soon, CancellationToken.None));

        Assert.Equal(100, full.Statuses.Count);
        Assert.Equal(RpcStatusCode.ResourceExhausted, failure.Code);
    }

    [Fact]
    public async Task Watch_sends_the_current_state_and_then_each_change()
    {
        _registry.Set("synced", ServingStatus.NotServing);
        await using RunningServer server = await RunningServer.StartAsync(HealthService.Define(_registry));
        await using IAsyncEnumerator<HealthCheckResponse> watch = Watch(server, "synced");

        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        _registry.Set("synced", ServingStatus.NotServing);
        _registry.Set("synced", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        _registry.Set("synced", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
    }

    [Fact]
    public async Task Watch_of_an_unknown_service_stays_open_until_it_is_known()
    {
        await using RunningServer server = await RunningServer.StartAsync(HealthService.Define(_registry));
        await using IAsyncEnumerator<HealthCheckResponse> watch = Watch(server, "forging");

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
        _registry.Set("forging", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        _registry.Remove("forging");
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
    }

    [Fact]
    public async Task Shutdown_is_heard_by_watchers_and_is_final()
    {
        _registry.Set("", ServingStatus.Serving);
        await using RunningServer server = await RunningServer.StartAsync(HealthService.Define(_registry));
        await using IAsyncEnumerator<HealthCheckResponse> watch = Watch(server, "");
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));

        _registry.EnterShutdown();
        _registry.Set("", ServingStatus.Serving);

        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(server, ""));
    }

    [Fact]
    public async Task Watch_ends_with_unavailable_when_the_server_stops()
    {
        await using RunningServer server = await RunningServer.StartAsync(HealthService.Define(_registry));
        await using IAsyncEnumerator<HealthCheckResponse> watch = Watch(server, "");
        await NextAsync(watch);

        Task stopped = server.Host.StopAsync();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => NextAsync(watch));
        Assert.Equal(RpcStatusCode.Unavailable, failure.Code);
        await stopped;
    }

    [Fact]
    public async Task Watchers_hear_not_serving_before_an_immediate_stop_ends_them()
    {
        for (int i = 0; i < 20; i++)
        {
            HealthRegistry registry = new();
            registry.Set("", ServingStatus.Serving);
            await using RunningServer server = await RunningServer.StartAsync(HealthService.Define(registry));
            await using IAsyncEnumerator<HealthCheckResponse> watch = Watch(server, "");
            Assert.Equal(ServingStatus.Serving, await NextAsync(watch));

            registry.EnterShutdown();
            Task stopped = server.Host.StopAsync();

            Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
            RpcException failure = await Assert.ThrowsAsync<RpcException>(() => NextAsync(watch));
            Assert.Equal(RpcStatusCode.Unavailable, failure.Code);
            await stopped;
        }
    }

    [Fact]
    public async Task A_watch_that_is_given_up_leaves_nothing_behind()
    {
        await using RunningServer server = await RunningServer.StartAsync(HealthService.Define(_registry));
        IAsyncEnumerator<HealthCheckResponse> watch = Watch(server, "x");
        await NextAsync(watch);
        Assert.Equal(1, _registry.WatchCount);

        await watch.DisposeAsync();

        // A later call on the same connection is served after the reset has arrived; the handler then unwinds.
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        while (_registry.WatchCount > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await CheckAsync(server, "");
        }
    }

    private static async Task<ServingStatus> CheckAsync(RunningServer server, string service) =>
        (await server.Channel.UnaryAsync(
            HealthMethods.Check, new HealthCheckRequest { Service = service }, Soon, CancellationToken.None)).Status;

    private static IAsyncEnumerator<HealthCheckResponse> Watch(RunningServer server, string service) =>
        server.Channel.ServerStreamingAsync(
            HealthMethods.Watch, new HealthCheckRequest { Service = service }, Soon, CancellationToken.None)
            .GetAsyncEnumerator();

    private static async Task<ServingStatus> NextAsync(IAsyncEnumerator<HealthCheckResponse> watch)
    {
        Assert.True(await watch.MoveNextAsync());
        return watch.Current.Status;
    }
}
