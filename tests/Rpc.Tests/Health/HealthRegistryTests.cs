using PoolTopology.Rpc.Health;
using Xunit;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace PoolTopology.Rpc.Tests.Health;

public sealed class HealthRegistryTests
{
    private readonly HealthRegistry _registry = new();

    [Fact]
    public void A_new_registry_is_not_serving()
    {
        Assert.Equal(ServingStatus.NotServing, _registry.Find(""));
        Assert.Null(_registry.Find("live"));
    }

    [Theory]
    [InlineData(ServingStatus.ServiceUnknown)]
    [InlineData((ServingStatus)17)]
    public void A_state_that_no_service_can_be_in_is_refused(ServingStatus status)
    {
        Assert.Throws<ArgumentException>(() => _registry.Set("live", status));
        Assert.Null(_registry.Find("live"));
    }

    [Fact]
    public void Shutdown_is_final_for_every_change()
    {
        _registry.Set("live", ServingStatus.Serving);
        _registry.EnterShutdown();

        _registry.Set("live", ServingStatus.Serving);
        _registry.Set("new", ServingStatus.Serving);
        _registry.Remove("live");
        _registry.EnterShutdown();

        Assert.Equal(
            [new("", ServingStatus.NotServing), new("live", ServingStatus.NotServing)], _registry.Snapshot());
    }

    [Fact]
    public async Task A_watcher_that_falls_behind_keeps_the_latest_states_and_ends_on_the_last()
    {
        using HealthWatch watch = _registry.Watch("live");
        for (int i = 0; i < 1_001; i++)
            _registry.Set("live", i % 2 == 0 ? ServingStatus.Serving : ServingStatus.NotServing);

        List<ServingStatus> seen = await TakeAsync(watch, 16);

        Assert.Equal(ServingStatus.Serving, seen[^1]);
        Assert.All(seen.Zip(seen.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
        _registry.Set("live", ServingStatus.NotServing);
        Assert.Equal([ServingStatus.NotServing], await TakeAsync(watch, 1));
    }

    [Fact]
    public async Task Watchers_of_many_threads_all_end_on_the_final_state()
    {
        HealthWatch[] watches = [.. Enumerable.Range(0, 8).Select(_ => _registry.Watch("live"))];
        Task<ServingStatus>[] readers = [.. watches.Select(watch => LastBeforeUnknownAsync(watch))];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 2_000; i++)
                _registry.Set("live", (i + thread) % 2 == 0 ? ServingStatus.Serving : ServingStatus.NotServing);
        })));
        _registry.Set("live", ServingStatus.Serving);
        _registry.Remove("live");

        Assert.All(await Task.WhenAll(readers), last => Assert.Equal(ServingStatus.Serving, last));
        foreach (HealthWatch watch in watches)
            watch.Dispose();
        Assert.Equal(0, _registry.WatchCount);
    }

    private static async Task<List<ServingStatus>> TakeAsync(HealthWatch watch, int count)
    {
        List<ServingStatus> seen = [];
        await foreach (ServingStatus status in watch.ReadAllAsync(CancellationToken.None))
        {
            seen.Add(status);
            if (seen.Count == count)
                break;
        }
        return seen;
    }

    /// <summary>The state before the service was forgotten; every watch begins with it being unknown.</summary>
    private static async Task<ServingStatus> LastBeforeUnknownAsync(HealthWatch watch)
    {
        ServingStatus last = ServingStatus.ServiceUnknown;
        await foreach (ServingStatus status in watch.ReadAllAsync(CancellationToken.None))
        {
            if (status == ServingStatus.ServiceUnknown && last != ServingStatus.ServiceUnknown)
                break;
            last = status;
        }
        return last;
    }
}
