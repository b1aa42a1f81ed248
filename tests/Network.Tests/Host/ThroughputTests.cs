using PoolTopology.Network.Ports;
using PoolTopology.Network.Tests.Fakes;
using Xunit;
using Xunit.Abstractions;

namespace PoolTopology.Network.Tests.Host;

/// <summary>Everything arrives, over a real socket; the speed is printed, and depends on the machine.</summary>
public sealed class ThroughputTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Headers_are_pipelined_over_tcp()
    {
        const int count = 50_000;
        await using TestNode server = Loopback.Node();
        await using TestNode client = Loopback.Node(isFetching: false);
        server.Chain.Extend(count, bodyBytes: 0);
        server.Host.Start();
        client.Host.Start();
        long allocated = GC.GetTotalAllocatedBytes();
        long began = TimeProvider.System.GetTimestamp();
        client.Host.SetPeers(TestNode.Roots(server.Address));
        await Loopback.UntilAsync(() => client.Upstream?.Headers.Count == count, "all headers", 60);
        double seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        output.WriteLine($"{count / seconds:F0} headers/s, {(GC.GetTotalAllocatedBytes() - allocated) / count} bytes allocated for each, both sides");
    }

    [Fact]
    public async Task Blocks_of_80_kB_stream_over_tcp()
    {
        const int count = 2_000;
        const int perRange = 20;
        await using TestNode server = Loopback.Node();
        await using TestNode client = Loopback.Node(isFetching: false);
        server.Chain.Extend(count, bodyBytes: 80_000);
        server.Host.Start();
        client.Host.Start();
        client.Host.SetPeers(TestNode.Roots(server.Address));
        await Loopback.UntilAsync(() => client.Upstream is not null, "followed");
        IReadOnlyList<ScriptedBlock> blocks = server.Chain.Blocks;
        long bytes = 0;
        List<Task<FetchOutcome>> fetches = [];
        long began = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < count; i += perRange)
        {
            BlockRange range = new(blocks[i].Point, blocks[i + perRange - 1].Point, perRange, perRange * 80_200);
            fetches.Add(client.Upstream!.Peer.FetchAsync(range, Count, default).AsTask());
        }
        Assert.All(await Task.WhenAll(fetches), outcome => Assert.Equal(FetchOutcome.Completed, outcome));
        double seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        output.WriteLine($"{bytes / seconds / 1e6:F0} MB/s in blocks of 80 kB");
        Assert.Equal(blocks.Sum(block => (long)block.Stored.Length), bytes);

        ValueTask Count(ReadOnlyMemory<byte> block, CancellationToken cancellation)
        {
            bytes += block.Length;
            return ValueTask.CompletedTask;
        }
    }
}
