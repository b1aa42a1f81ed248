using Grpc.Health.V1;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Orchestrator.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Server;

public sealed class OrchestratorServiceTests
{
    private static readonly RpcCallOptions Soon = RpcCallOptions.Within(TimeSpan.FromSeconds(30));

    [Fact]
    public async Task GetPool_has_every_node_and_the_reports_of_those_that_attached()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        await using TestNode node = await TestNode.AttachAsync(orchestrator, "relay-1");
        await node.ReportAsync(5);
        await orchestrator.UntilAsync(state => state.FindNode("relay-1")!.Status is not null);
        using RpcChannel client = orchestrator.Connect();
        Pool pool = await client.UnaryAsync(OrchestratorMethods.GetPool, new GetPoolRequest(), Soon, CancellationToken.None);
        Assert.Equal("DEMO", pool.Ticker);
        Assert.Equal(["bp producer vault", "relay-1 relay edge-1", "relay-2 relay edge-2", "observer observer outside"],
            pool.Nodes.Select(one => $"{one.Name} {one.Role} {one.Machine}"));
        Assert.Equal("127.0.0.12:3001", pool.Nodes[1].NodeAddress);
        Assert.True(pool.Nodes[1].Attached);
        Assert.Equal(5ul, pool.Nodes[1].Status.Tip.BlockNo);
        Assert.Null(pool.Nodes[0].Status);
    }

    [Fact]
    public async Task WatchPool_sends_the_pool_and_then_its_changes()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        using RpcChannel client = orchestrator.Connect();
        await using IAsyncEnumerator<Pool> watch = client.ServerStreamingAsync(
            OrchestratorMethods.WatchPool, new GetPoolRequest(), Soon, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        Assert.False(watch.Current.Nodes[1].Attached);
        await using TestNode node = await TestNode.AttachAsync(orchestrator, "relay-1");
        Assert.True(await watch.MoveNextAsync());
        Assert.True(watch.Current.Nodes[1].Attached);
    }

    [Fact]
    public async Task WatchEvents_sends_what_happens_with_its_own_fields()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        using RpcChannel client = orchestrator.Connect();
        await using IAsyncEnumerator<Event> watch = client.ServerStreamingAsync(
            OrchestratorMethods.WatchEvents, new WatchEventsRequest(), Soon, CancellationToken.None).GetAsyncEnumerator();
        Task<bool> next = watch.MoveNextAsync().AsTask();

        // Events are not kept for those who come later: one node attaches until the watch has begun.
        for (int attempt = 0; !next.IsCompleted && attempt < 100; attempt++)
        {
            await using TestNode node = await TestNode.AttachAsync(orchestrator, "relay-1");
            await orchestrator.UntilAsync(state => state.FindNode("relay-1")!.IsAttached);
        }

        Assert.True(await next);
        Assert.Equal("relay-1", watch.Current.Node);
        Assert.Contains(watch.Current.Type, new[] { "node_attached", "node_detached" });
        Assert.StartsWith("{\"", watch.Current.DetailJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_serves_and_the_socket_is_for_its_owner_only()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        using RpcChannel client = orchestrator.Connect();
        HealthCheckResponse health = await client.UnaryAsync(
            Rpc.Calls.RpcMethod.Of<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor, "Health", "Check"),
            new HealthCheckRequest(), Soon, CancellationToken.None);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(orchestrator.Paths.Socket));
        Assert.Equal(orchestrator.Endpoint, EndpointFile.TryRead(orchestrator.Paths.EndpointFile)!.Endpoint);
    }
}
