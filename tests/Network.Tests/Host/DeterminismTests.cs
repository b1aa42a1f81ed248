using PoolTopology.Network.Tests.Fakes;
using Xunit;

namespace PoolTopology.Network.Tests.Host;

public sealed class DeterminismTests
{
    [Fact]
    public void SameSeed_gives_the_identical_run()
    {
        HashSet<ulong> digests = [];
        for (int seed = 0; seed < 20; seed++)
        {
            ulong first = Run(seed);
            Assert.True(first == Run(seed), $"seed {seed} ran differently the second time");
            digests.Add(first);
        }
        Assert.True(digests.Count > 15, $"20 seeds gave only {digests.Count} runs");
    }

    // Three nodes that are all clients of each other, a fork, a restart and a removed peer.
    private static ulong Run(int seed)
    {
        Simulated simulated = new(seed, TimeSpan.FromMilliseconds(7));
        simulated.Run(async () =>
        {
            await using TestNode a = simulated.Node(1);
            await using TestNode b = simulated.Node(2);
            await using TestNode c = simulated.Node(3);
            a.Chain.Extend(20);
            b.Chain.Extend(10, fork: 2);
            foreach (TestNode node in (TestNode[])[a, b, c])
                node.Host.Start();
            a.Host.SetPeers(TestNode.Roots(b.Address, c.Address));
            b.Host.SetPeers(TestNode.Roots(a.Address, c.Address));
            c.Host.SetPeers(TestNode.Roots(a.Address, b.Address));
            await simulated.UntilAsync(() => c.Taker.Open.Count == 2, "c follows both");
            a.Chain.Switch(3, 5, fork: 1);
            await simulated.PassAsync(60);
            c.Host.SetPeers(TestNode.Roots(a.Address));
            await simulated.PassAsync(30);
        });
        return simulated.Scheduler.Digest;
    }
}
