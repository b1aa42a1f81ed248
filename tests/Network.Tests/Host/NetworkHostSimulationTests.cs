using PoolTopology.Network.Tests.Fakes;
using Xunit;

namespace PoolTopology.Network.Tests.Host;

public sealed class NetworkHostSimulationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TwoNodes_one_follows_the_other_and_fetches_every_block(int seed)
    {
        Simulated simulated = new(seed, TimeSpan.FromMilliseconds(20));
        simulated.Run(async () =>
        {
            await using TestNode server = simulated.Node(1);
            await using TestNode client = simulated.Node(2);
            server.Chain.Extend(700);
            server.Host.Start();
            client.Host.Start();
            client.Host.SetPeers(TestNode.Roots(server.Address));
            await simulated.UntilAsync(() => client.Upstream?.Bodies.Count == 700, "700 blocks");
            Assert.Equal(server.Chain.Blocks.Select(block => block.Point), client.Upstream!.Headers);
            server.Chain.Switch(5, 7, fork: 1);
            await simulated.UntilAsync(() => client.Upstream?.Headers.Count == 702, "the fork");
            Assert.Equal(server.Chain.Blocks.Select(block => block.Point), client.Upstream.Headers);
        });
    }
}
