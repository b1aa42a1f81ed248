using PoolTopology.EndToEnd.Support;
using PoolTopology.TestKit.Processes;
using Xunit;

namespace PoolTopology.EndToEnd.StockClients;

/// <summary>The nodes' health as <c>@grpc/grpc-js</c> with <c>grpc-health-check</c> sees it.</summary>
[Collection(SharedPool.Name)]
public sealed class StockHealthTests(SharedPool pool)
{
    private const string Serving = """{"status":"SERVING"}""";
    private const string NotServing = """{"status":"NOT_SERVING"}""";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string> Services => new()
    {
        { "bp", "" }, { "bp", "live" }, { "bp", "synced" }, { "bp", "forging" },
        { "relay-1", "" }, { "relay-1", "live" }, { "relay-1", "synced" },
        { "relay-2", "" }, { "relay-2", "live" }, { "relay-2", "synced" },
        { "observer", "" }, { "observer", "live" }, { "observer", "synced" },
    };

    [NodeTheory]
    [MemberData(nameof(Services))]
    public async Task Check_of_a_healthy_node_is_serving(string node, string service) =>
        Assert.Equal([Serving], await NodeScripts.RunAsync(Limit, "health.mjs", AddressOf(node), "check", service));

    [NodeTheory]
    [InlineData("relay-1", "forging")]
    [InlineData("bp", "nobody")]
    public async Task Check_of_a_service_that_the_node_does_not_have_is_not_found(string node, string service) =>
        Assert.Equal(
            [$$"""{"code":"NOT_FOUND","details":"no service '{{service}}'"}"""],
            await NodeScripts.RunAsync(Limit, "health.mjs", AddressOf(node), "check", service));

    [NodeFact]
    public async Task Watch_of_an_unknown_service_says_so_and_stays()
    {
        using CancellationTokenSource limit = new(Limit);
        await using RunningScript watch = NodeScripts.Start("health.mjs", AddressOf("bp"), "watch", "nobody");

        Assert.Equal("""{"status":"SERVICE_UNKNOWN"}""", await watch.NextLineAsync(limit.Token));
        watch.CloseInput();
        Assert.Equal("""{"code":"CANCELLED","details":"Cancelled on client"}""", await watch.NextLineAsync(limit.Token));
    }

    [NodeFact]
    public async Task List_names_the_services_of_a_producer()
    {
        string line = Assert.Single(await NodeScripts.RunAsync(Limit, "health.mjs", AddressOf("bp"), "list"));

        Assert.All(["\"\"", "\"live\"", "\"synced\"", "\"forging\""], service => Assert.Contains(service + ":", line, StringComparison.Ordinal));
    }

    [NodeTheory]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task Reflection_lists_the_services_of_a_relay(string version) =>
        Assert.Equal(
            ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
                "pooltopology.node.v1.NodeStatus"],
            (await NodeScripts.RunAsync(Limit, "reflection.mjs", AddressOf("relay-1"), version, "services")).Order());

    [NodeFact]
    public async Task Watch_follows_a_relay_that_loses_its_upstream_and_finds_it_again_and_shuts_down()
    {
        // The pool's relay-1, then two relays in a row that no orchestrator knows.
        string first = pool.Folder.Address(21);
        string second = pool.Folder.Address(22);
        NodeProcess upstream = Start("upstream", first, pool.Folder.AddressOf("relay-1"));
        try
        {
            await using NodeProcess relay = Start("downstream", second, first);
            await Eventually.BeTrueAsync("the relay answers", async () => await relay.StatusAsync() is not null);
            using CancellationTokenSource limit = new(Limits.Event);
            await using RunningScript whole = NodeScripts.Start("health.mjs", $"{second}:12799", "watch", "");
            await using RunningScript synced = NodeScripts.Start("health.mjs", $"{second}:12799", "watch", "synced");
            await UntilServingAsync(whole, limit.Token);
            await UntilServingAsync(synced, limit.Token);

            upstream.Signal(Signals.Terminate);
            Assert.Equal(0, await upstream.EndAsync());
            await upstream.DisposeAsync();
            Assert.Equal(NotServing, await whole.NextLineAsync(limit.Token));
            Assert.Equal(NotServing, await synced.NextLineAsync(limit.Token));
            Assert.Equal([Serving], await NodeScripts.RunAsync(Limit, "health.mjs", $"{second}:12799", "check", "live"));
            await relay.UntilAsync("the reason is the upstream", status =>
                status.Health.Single(health => health.Service == "").Reason.Contains("no upstream", StringComparison.Ordinal));

            upstream = Start("upstream", first, pool.Folder.AddressOf("relay-1"));
            Assert.Equal(Serving, await whole.NextLineAsync(limit.Token));
            Assert.Equal(Serving, await synced.NextLineAsync(limit.Token));

            relay.Signal(Signals.Terminate);
            Assert.Equal(NotServing, await whole.NextLineAsync(limit.Token));
            Assert.Equal(NotServing, await synced.NextLineAsync(limit.Token));
            Assert.Equal(0, await relay.EndAsync());
        }
        finally
        {
            await upstream.DisposeAsync();
        }
    }

    [NodeFact]
    public async Task Watch_sees_a_tip_that_stands_still()
    {
        string address = pool.Folder.Address(23);
        string upstreamAddress = pool.Folder.Address(24);
        await using NodeProcess upstream = Start("frozen", upstreamAddress, pool.Folder.AddressOf("relay-2"));
        await upstream.UntilServingAsync("");
        await using NodeProcess relay = Start("behind-frozen", address, upstreamAddress);
        await relay.UntilServingAsync("");
        using CancellationTokenSource limit = new(Limits.Event);
        await using RunningScript watch = NodeScripts.Start("health.mjs", $"{address}:12799", "watch", "synced");
        await UntilServingAsync(watch, limit.Token);

        // Its sockets stay open: nothing but the silence tells that it is gone.
        upstream.Signal(Signals.Stop);
        Assert.Equal(NotServing, await watch.NextLineAsync(limit.Token));
        upstream.Signal(Signals.Continue);

        Assert.Equal(Serving, await watch.NextLineAsync(limit.Token));
    }

    private NodeProcess Start(string name, string address, string upstream) => NodeProcess.StartRelay(
        Path.Combine(pool.Folder.State, "devnet", "config.json"), Path.Combine(pool.Folder.Root, name), address, upstream);

    // While a node starts it may say several things; then it serves.
    private static async Task UntilServingAsync(RunningScript watch, CancellationToken cancellation)
    {
        while (await watch.NextLineAsync(cancellation) is { } line && line != Serving)
            Assert.Equal(NotServing, line);
    }

    private string AddressOf(string node) => $"{pool.Folder.AddressOf(node)}:12799";
}
