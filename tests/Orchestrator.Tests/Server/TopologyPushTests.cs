using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Rpc.Orchestrator.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Server;

public sealed class TopologyPushTests
{
    [Fact]
    public async Task Push_opens_firewalls_then_tells_relays_then_the_producer_then_closes()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        await using TestNode producer = await AttachAsync(orchestrator, "bp");
        await using TestNode second = await AttachAsync(orchestrator, "relay-2");
        await using TestNode first = await AttachAsync(orchestrator, "relay-1");
        await using TestNode observer = await AttachAsync(orchestrator, "observer");
        await AllAttachedAsync(orchestrator);

        PushTopologyResponse response = await PushAsync(orchestrator, SamplePool.YamlWithPartner);
        Assert.Empty(response.Errors);
        Assert.Equal(["relay-1 pushed", "relay-2 pushed", "observer unchanged", "bp unchanged"], Outcomes(response));
        Assert.Equal(["open", "relay-1", "relay-2", "close"], orchestrator.Steps);
        Assert.Contains("127.0.0.14:3001", response.Results[0].Detail, StringComparison.Ordinal);

        // What is in force now is what the next push compares with.
        response = await PushAsync(orchestrator, SamplePool.YamlWithPartner);
        Assert.All(response.Results, result => Assert.Equal("unchanged", result.Outcome));
        response = await PushAsync(orchestrator, SamplePool.Yaml);
        Assert.Equal(["relay-1 pushed", "relay-2 pushed", "observer unchanged", "bp unchanged"], Outcomes(response));
    }

    [Fact]
    public async Task Push_change_of_a_relay_reaches_relays_before_observer_and_producer()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        await using TestNode producer = await AttachAsync(orchestrator, "bp");
        await using TestNode relay = await AttachAsync(orchestrator, "relay-1");
        await using TestNode other = await AttachAsync(orchestrator, "relay-2");
        await using TestNode observer = await AttachAsync(orchestrator, "observer");
        await AllAttachedAsync(orchestrator);

        // Nodes that say that they run on another file are told, whatever the orchestrator believes.
        foreach ((TestNode node, string name) in new[] { (producer, "bp"), (relay, "relay-1"), (other, "relay-2"), (observer, "observer") })
        {
            Rpc.Node.V1.Status status = SamplePool.Status(name, 1);
            status.TopologyHash = "another";
            await node.SayAsync(new NodeReport { Status = status });
            await orchestrator.UntilAsync(state => state.FindNode(name)!.Status?.TopologyHash == "another");
        }

        await PushAsync(orchestrator, SamplePool.Yaml);
        Assert.Equal(["open", "relay-1", "relay-2", "observer", "bp", "close"], orchestrator.Steps);
    }

    [Fact]
    public async Task Push_dry_run_changes_nothing()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        await using TestNode relay = await AttachAsync(orchestrator, "relay-1");
        await orchestrator.UntilAsync(state => state.FindNode("relay-1")!.IsAttached);
        PushTopologyResponse response = await PushAsync(orchestrator, SamplePool.YamlWithPartner, dryRun: true);
        Assert.Equal(
            ["relay-1 would change", "relay-2 not attached", "observer unchanged", "bp unchanged"], Outcomes(response));
        Assert.Empty(orchestrator.Steps);
    }

    [Fact]
    public async Task Push_node_that_is_not_attached_finds_the_file_at_its_next_start()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        PushTopologyResponse response = await PushAsync(orchestrator, SamplePool.YamlWithPartner);
        Assert.Equal("relay-1 not attached", Outcomes(response)[0]);
        Assert.Equal(["open", "file relay-1", "file relay-2", "close"], orchestrator.Steps);
    }

    [Fact]
    public async Task Push_node_that_refuses_or_vanishes_fails_and_the_others_go_on()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        await using TestNode refusing = await TestNode.AttachAsync(
            orchestrator, "relay-1", order => new OrderResult { Id = order.Id, Error = "disk full" });
        TestNode? vanishing = null;
        vanishing = await TestNode.AttachAsync(orchestrator, "relay-2", order =>
        {
            _ = vanishing!.DisposeAsync().AsTask();
            return null;
        });
        await orchestrator.UntilAsync(state => state.Nodes.Count(node => node.IsAttached) == 2);
        PushTopologyResponse response = await PushAsync(orchestrator, SamplePool.YamlWithPartner);
        Assert.Equal(["relay-1 failed", "relay-2 failed", "observer unchanged", "bp unchanged"], Outcomes(response));
        Assert.Equal("disk full", response.Results[0].Detail);
        Assert.Equal(["open", "close"], orchestrator.Steps);
    }

    [Fact]
    public async Task Push_file_with_errors_changes_nothing_and_names_them_all()
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        string broken = SamplePool.Yaml.Replace("port: 3001", "prt: 3001", StringComparison.Ordinal);
        PushTopologyResponse response = await PushAsync(orchestrator, broken);
        Assert.True(response.Errors.Count >= 3);
        Assert.Empty(response.Results);
        Assert.Empty(orchestrator.Steps);
    }

    [Theory]
    [InlineData("  relay-2: { machine: edge-2, port: 3001 }", "  relay-3: { machine: edge-2, port: 3001 }",
        "relay-3 is new", "relay-2 is gone from the file")]
    [InlineData("  relay-2: { machine: edge-2, port: 3001 }", "  relay-2: { machine: edge-2, port: 3009 }",
        "relay-2 runs as relay on edge-2 at 127.0.0.13:3001")]
    public async Task Push_other_nodes_are_refused(string old, string @new, params string[] expected)
    {
        await using TestOrchestrator orchestrator = TestOrchestrator.Start();
        PushTopologyResponse response = await PushAsync(
            orchestrator, SamplePool.Yaml.Replace(old, @new, StringComparison.Ordinal));
        Assert.Equal(expected.Length, response.Errors.Count);
        Assert.All(expected.Zip(response.Errors), pair =>
            Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Empty(orchestrator.Steps);
    }

    private static Task<TestNode> AttachAsync(TestOrchestrator orchestrator, string name) =>
        TestNode.AttachAsync(orchestrator, name, order =>
        {
            orchestrator.Steps.Enqueue(name);
            return new OrderResult { Id = order.Id, Ok = true };
        });

    private static Task<PoolState> AllAttachedAsync(TestOrchestrator orchestrator) =>
        orchestrator.UntilAsync(state => state.Nodes.All(node => node.IsAttached));

    private static string[] Outcomes(PushTopologyResponse response) =>
        [.. response.Results.Select(result => $"{result.Node} {result.Outcome}")];

    private static async Task<PushTopologyResponse> PushAsync(TestOrchestrator orchestrator, string yaml, bool dryRun = false)
    {
        using RpcChannel client = orchestrator.Connect();
        return await client.UnaryAsync(
            OrchestratorMethods.PushTopology, new PushTopologyRequest { TopologyYaml = yaml, DryRun = dryRun },
            RpcCallOptions.Within(TimeSpan.FromSeconds(30)), CancellationToken.None);
    }
}
