using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Control.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Server;

public sealed class ControlServiceTests
{
    [Fact]
    public async Task Attach_reports_become_the_pools_state()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        await using TestNode node = await TestNode.AttachAsync(orchestrator, "relay-1");
        await node.ReportAsync(5);
        await node.SayAsync(new NodeReport { BlockAdopted = SamplePool.Adopted("relay-1", 5).Block });
        PoolState state = await orchestrator.UntilAsync(state => state.Evidence.Blocks.Count == 1);
        Assert.True(state.FindNode("relay-1")!.IsHealthy);
        Assert.Equal(5ul, state.FindNode("relay-1")!.Status!.Tip.BlockNo);
    }

    [Fact]
    public async Task Attach_cut_connection_is_seen_and_a_new_one_taken()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        await using (TestNode node = await TestNode.AttachAsync(orchestrator, "relay-1"))
            await orchestrator.UntilAsync(state => state.FindNode("relay-1")!.IsAttached);
        await orchestrator.UntilAsync(state => !state.FindNode("relay-1")!.IsAttached);
        await using TestNode again = await TestNode.AttachAsync(orchestrator, "relay-1");
        await again.ReportAsync(9);
        await orchestrator.UntilAsync(state => state.FindNode("relay-1")!.IsHealthy);
    }

    [Fact]
    public async Task Attach_second_connection_of_a_node_ends_the_first_and_stays()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        await using TestNode first = await TestNode.AttachAsync(orchestrator, "relay-1");
        await first.ReportAsync(1);
        await orchestrator.UntilAsync(state => state.FindNode("relay-1")!.Status is not null);
        await using TestNode second = await TestNode.AttachAsync(orchestrator, "relay-1");
        await Assert.ThrowsAsync<RpcException>(() => first.Ended);
        await second.ReportAsync(2);
        PoolState state = await orchestrator.UntilAsync(state => state.FindNode("relay-1")!.Status?.Tip.BlockNo == 2);
        Assert.True(state.FindNode("relay-1")!.IsAttached);
    }

    [Fact]
    public async Task Attach_unknown_node_is_refused_with_its_name()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        await using TestNode node = await TestNode.AttachAsync(orchestrator, "relay-9");
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => node.Ended);
        Assert.Equal(RpcStatusCode.NotFound, refused.Code);
        Assert.Contains("relay-9", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attach_without_hello_or_with_two_is_refused()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        await using TestNode twice = await TestNode.AttachAsync(orchestrator, "relay-1");
        await twice.SayAsync(new NodeReport { Hello = new Hello { Name = "relay-1" } });
        Assert.Equal(RpcStatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => twice.Ended)).Code);
    }
}
