using PoolTopology.Node.Status;
using PoolTopology.TestKit.Time;
using Xunit;
using V1 = PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Node.Tests.Status;

public sealed class StatusCellTests
{
    [Fact]
    public async Task Watcher_hears_the_latest_at_once_and_then_one_change_in_the_interval()
    {
        VirtualTime time = new();
        StatusCell cell = new(time);
        cell.Set(new V1.Status { Name = "1" });
        await using IAsyncEnumerator<V1.Status> watch = cell.WatchAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("1", watch.Current.Name);

        ValueTask<bool> next = watch.MoveNextAsync();
        cell.Set(new V1.Status { Name = "2" });
        cell.Set(new V1.Status { Name = "3" });
        Assert.False(next.IsCompleted);
        time.Advance(StatusCell.WatchInterval);
        Assert.True(await next);
        Assert.Equal("3", watch.Current.Name);
    }

    [Fact]
    public async Task Watcher_ends_with_its_token()
    {
        StatusCell cell = new(new VirtualTime());
        using CancellationTokenSource stop = new();
        await using IAsyncEnumerator<V1.Status> watch = cell.WatchAsync(stop.Token).GetAsyncEnumerator();
        await watch.MoveNextAsync();
        ValueTask<bool> next = watch.MoveNextAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }
}
