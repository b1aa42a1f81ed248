using System.Net;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Health;
using PoolTopology.Rpc.Reflection;
using PoolTopology.Rpc.Server;
using PoolTopology.Rpc.Tests.Support;
using PoolTopology.TestKit.Processes;
using Xunit;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace PoolTopology.Rpc.Tests.StockClients;

/// <summary>What <c>@grpc/grpc-js</c> with <c>grpc-health-check</c> sees.</summary>
public sealed class StockHealthClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly HealthRegistry _registry = new();

    [NodeFact]
    public async Task Check_sees_each_state()
    {
        _registry.Set("live", ServingStatus.Serving);
        await using RunningServer server = await RunningServer.StartAsync([.. StandardServices.With(_registry)]);

        Assert.Equal(["""{"status":"SERVING"}"""], await RunAsync(server, "check", "live"));
        Assert.Equal(["""{"status":"NOT_SERVING"}"""], await RunAsync(server, "check", ""));
        Assert.Equal(
            ["""{"code":"NOT_FOUND","details":"no service 'nobody'"}"""], await RunAsync(server, "check", "nobody"));
    }

    [NodeFact]
    public async Task Check_works_over_a_unix_socket()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            RunningServer.NewUnixSocket(), RpcServerOptions.Default, RpcChannelOptions.Default,
            [.. StandardServices.With(_registry)]);

        Assert.Equal(["""{"status":"NOT_SERVING"}"""], await RunAsync(server, "check", ""));
    }

    [NodeFact]
    public async Task List_sees_all_services()
    {
        _registry.Set("synced", ServingStatus.Serving);
        await using RunningServer server = await RunningServer.StartAsync([.. StandardServices.With(_registry)]);

        IReadOnlyList<string> lines = await RunAsync(server, "list", "");

        Assert.Equal(["""{"statuses":{"":{"status":"NOT_SERVING"},"synced":{"status":"SERVING"}}}"""], lines);
    }

    [NodeFact]
    public async Task Watch_follows_a_service_from_unknown_to_shutdown()
    {
        await using RunningServer server = await RunningServer.StartAsync([.. StandardServices.With(_registry)]);
        using CancellationTokenSource timeout = new(Limit);
        await using RunningScript watch = NodeScripts.Start("health.mjs", AddressOf(server), "watch", "forging");

        Assert.Equal("""{"status":"SERVICE_UNKNOWN"}""", await watch.NextLineAsync(timeout.Token));
        _registry.Set("forging", ServingStatus.NotServing);
        Assert.Equal("""{"status":"NOT_SERVING"}""", await watch.NextLineAsync(timeout.Token));
        _registry.Set("forging", ServingStatus.Serving);
        Assert.Equal("""{"status":"SERVING"}""", await watch.NextLineAsync(timeout.Token));
        _registry.EnterShutdown();
        Assert.Equal("""{"status":"NOT_SERVING"}""", await watch.NextLineAsync(timeout.Token));
        Task stopped = server.Host.StopAsync();
        Assert.Equal(
            """{"code":"UNAVAILABLE","details":"the server is stopping"}""", await watch.NextLineAsync(timeout.Token));
        await stopped;
        await watch.WaitForSuccessAsync(timeout.Token);
    }

    private static Task<IReadOnlyList<string>> RunAsync(RunningServer server, string verb, string service) =>
        NodeScripts.RunAsync(Limit, "health.mjs", AddressOf(server), verb, service);

    private static string AddressOf(RunningServer server) =>
        server.Host.EndPoints[0] is IPEndPoint tcp ? tcp.ToString() : $"unix:{server.Host.EndPoints[0]}";
}
