using PoolTopology.Rpc.Health;
using PoolTopology.Rpc.Reflection;
using PoolTopology.Rpc.Tests.Support;
using PoolTopology.TestKit.Processes;
using Xunit;

namespace PoolTopology.Rpc.Tests.StockClients;

/// <summary>What <c>grpc-js-reflection-client</c> learns about a server.</summary>
public sealed class StockReflectionClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [NodeTheory]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task Services_are_listed(string version)
    {
        await using RunningServer server = await StartAsync();

        IReadOnlyList<string> services =
            await NodeScripts.RunAsync(Limit, "reflection.mjs", server.Tcp.ToString(), version, "services");

        Assert.Equal(
            [
                "grpc.health.v1.Health",
                "grpc.reflection.v1.ServerReflection",
                "grpc.reflection.v1alpha.ServerReflection",
                "pooltopology.test.Echo",
            ],
            services);
    }

    [NodeTheory]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task Methods_are_found_with_their_messages(string version)
    {
        await using RunningServer server = await StartAsync();

        IReadOnlyList<string> methods = await NodeScripts.RunAsync(
            Limit, "reflection.mjs", server.Tcp.ToString(), version, "methods", "pooltopology.test.Echo");

        Assert.Equal(
            [
                "/pooltopology.test.Echo/Say", "/pooltopology.test.Echo/CountTo",
                "/pooltopology.test.Echo/Sum", "/pooltopology.test.Echo/Chat",
            ],
            methods);
    }

    private static Task<RunningServer> StartAsync() =>
        RunningServer.StartAsync([.. StandardServices.With(new HealthRegistry(), new EchoService().Define())]);
}
