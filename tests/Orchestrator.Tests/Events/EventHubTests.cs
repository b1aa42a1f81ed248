using PoolTopology.Orchestrator.Events;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Events;

public sealed class EventHubTests
{
    [Fact]
    public async Task ReadAllAsync_slow_reader_loses_the_oldest_and_is_told_how_many()
    {
        EventHub hub = new(TimeProvider.System);
        using EventSubscription subscription = hub.Subscribe();
        for (int i = 0; i < EventSubscription.Capacity + 7; i++)
            hub.Publish(new StepStarted(DateTimeOffset.UnixEpoch, $"{i}"));
        hub.Complete();
        List<PoolEvent> read = [];
        await foreach (PoolEvent happened in subscription.ReadAllAsync(CancellationToken.None))
            read.Add(happened);
        Assert.Equal(7, Assert.IsType<EventsLost>(read[0]).Count);
        Assert.Equal("7", Assert.IsType<StepStarted>(read[1]).Step);
        Assert.Equal(EventSubscription.Capacity + 1, read.Count);
    }

    [Fact]
    public async Task Subscribe_after_the_end_ends_at_once()
    {
        EventHub hub = new(TimeProvider.System);
        hub.Complete();
        using EventSubscription subscription = hub.Subscribe();
        Assert.False(await subscription.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator().MoveNextAsync());
    }

    [Fact]
    public void Publish_after_a_listener_left_reaches_the_others()
    {
        EventHub hub = new(TimeProvider.System);
        EventSubscription leaver = hub.Subscribe();
        leaver.Dispose();
        hub.Publish(new Stopping(DateTimeOffset.UnixEpoch, "over"));
        hub.Complete();
    }
}
