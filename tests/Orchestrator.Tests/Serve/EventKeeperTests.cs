using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Serve;
using PoolTopology.Orchestrator.State;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Orchestrator.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Serve;

public sealed class EventKeeperTests
{
    [Fact]
    public async Task Watch_resumes_after_a_number_and_goes_on_live_also_after_a_restart()
    {
        using TempFolder folder = new();
        using (StateDatabase database = StateDatabase.Open(folder["state.db"]))
            Assert.Equal([1, 2, 3], await FollowAsync(database, 0, 3, ["a", "b", "c"]));
        using (StateDatabase database = StateDatabase.Open(folder["state.db"]))
            Assert.Equal([3, 4, 5], await FollowAsync(database, 2, 3, ["d", "e"]));
    }

    [Fact]
    public async Task Watch_without_a_number_begins_now_and_one_from_the_future_is_refused()
    {
        using TempFolder folder = new();
        using StateDatabase database = StateDatabase.Open(folder["state.db"]);
        new EventTable(database).Append([new KeptEvent(0, "", "old", "", "{}")], _ => { });
        Assert.Equal([2], await FollowAsync(database, null, 1, ["new"]));
        EventKeeper keeper = new(database, TimeProvider.System);
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => TakeAsync(keeper, 99, 1));
        Assert.Equal(RpcStatusCode.OutOfRange, refused.Code);
    }

    [Fact]
    public async Task Watch_of_what_is_forgotten_says_how_many()
    {
        using TempFolder folder = new();
        using StateDatabase database = StateDatabase.Open(folder["state.db"]);
        EventTable small = new(database, capacity: 2);
        for (int i = 0; i < 5; i++)
            small.Append([new KeptEvent(0, "", "t", "", "{}")], _ => { });
        List<Event> seen = await TakeAsync(new EventKeeper(database, TimeProvider.System), 1, 3);
        Assert.Equal("events_lost", seen[0].Type);
        Assert.Equal("""{"count":2}""", seen[0].DetailJson);
        Assert.Equal([0ul, 4ul, 5ul], seen.Select(one => one.Sequence));
    }

    // Watches first, then publishes, then takes so many.
    private static async Task<List<int>> FollowAsync(StateDatabase database, ulong? after, int count, string[] publish)
    {
        EventHub hub = new(TimeProvider.System);
        EventKeeper keeper = new(database, TimeProvider.System);
        using EventSubscription subscription = hub.Subscribe();
        Task keeping = keeper.RunAsync(subscription);
        Task<List<Event>> taking = TakeAsync(keeper, after, count);
        foreach (string name in publish)
            hub.Publish(new NodeFailed(DateTimeOffset.UnixEpoch, name, "x"));
        List<Event> seen = await taking;
        hub.Complete();
        await keeping;
        return [.. seen.Select(one => (int)one.Sequence)];
    }

    private static async Task<List<Event>> TakeAsync(EventKeeper keeper, ulong? after, int count)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        List<Event> seen = [];
        await foreach (Event one in keeper.WatchAsync(after, limit.Token))
        {
            seen.Add(one);
            if (seen.Count == count)
                break;
        }

        return seen;
    }
}
