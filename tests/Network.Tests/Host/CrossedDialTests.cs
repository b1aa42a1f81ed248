using PoolTopology.Network.Tests.Fakes;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Network.Tests.Host;

/// <summary>Two nodes that dial each other at the same moment, again and again, on real sockets.</summary>
[Collection(RunsAlone.Name)]
public sealed class CrossedDialTests(ITestOutputHelper output)
{
    private const int Rounds = 40;

    [Fact]
    public async Task TwoDials_at_the_same_moment_end_in_one_connection_used_both_ways()
    {
        SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);
        for (int round = 0; round < Rounds; round++)
        {
            await using TestNode a = Loopback.Node();
            await using TestNode b = Loopback.Node();
            a.Host.Start();
            b.Host.Start();
            using Barrier together = new(2);
            Thread[] dialling = [Dial(a, b, together), Dial(b, a, together)];
            foreach (Thread thread in dialling)
                thread.Join();
            await Loopback.UntilAsync(() => a.Upstream is not null && b.Upstream is not null, $"round {round}: both follow");
            string outcome = $"{Assert.Single(a.Host.Peers).Origin} and {Assert.Single(b.Host.Peers).Origin}";
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }
        // Outbound on both sides is TCP's simultaneous open; the kernel decides how often it happens.
        foreach ((string outcome, int count) in outcomes)
            output.WriteLine($"{count,4} {outcome}");
    }

    private static Thread Dial(TestNode node, TestNode other, Barrier together)
    {
        Thread thread = new(() =>
        {
            together.SignalAndWait();
            node.Host.SetPeers(TestNode.Roots(other.Address));
        });
        thread.Start();
        return thread;
    }
}
